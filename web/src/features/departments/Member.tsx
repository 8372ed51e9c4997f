import { useTranslation } from 'react-i18next';
import { usePeople } from '@/app/context';
import { Dot } from '@/ui/Dot';

/** A person with his state of this moment; the state is told in words, too. */
export function Member({ name, extension }: { name: string; extension: string }) {
  const { t } = useTranslation();
  const live = usePeople().find((one) => one.extension === extension);
  const state = live?.state ?? 'offline';
  const words = live?.away ? t('office.away') : t(`presence.${state}`);
  return (
    <>
      <Dot state={state} isAway={live?.away !== null && live?.away !== undefined} />
      <span title={words}>
        {name} <small className="v-mute">{extension}</small>
        <span className="v-hidden">, {words}</span>
      </span>
    </>
  );
}
