import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '@/api/types';
import { isConsulting } from '@/live/moves';
import { useDeeds } from './deeds';

type Props = { call: LiveCall; extension: string };

/** Hold of my own talk and back, where no key is taken: the pop-up stands over other pages. */
export default function HoldButton({ call, extension }: Props) {
  const { t } = useTranslation();
  const deeds = useDeeds(call, extension);
  const isHeld = call.state === 'held';
  // The client waits already while a colleague is asked.
  if (isConsulting(call, extension)) return null;
  return (
    <Button variant="default" onClick={isHeld ? deeds.resume : deeds.hold}>
      {t(isHeld ? 'desk.resume' : 'desk.hold')}
    </Button>
  );
}
