import { ActionIcon, Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patient } from '@/app/patient';
import { spoken } from '@/app/spoken';
import { Icon } from '@/ui/Icon';
import { isErased } from '@/ui/phone';

const PromiseWindow = lazy(async () => ({
  default: (await patient(() => spoken('todo', import('./PromiseWindow')))).PromiseWindow,
}));

type Props = { number: string; name?: string | null; compact?: boolean };

/** Promises a call by hand: 'call back till 15:00'. Without a number it is typed. */
export function PromiseButton({ number, name, compact }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const press = (event: React.MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOpen(true);
  };
  if (isErased(number)) return null;
  const label = t('todo.promise');
  return (
    <>
      {compact ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={name ? `${label}: ${name}` : label}
          title={label}
          onClick={press}
        >
          <Icon name="clock" size={17} />
        </ActionIcon>
      ) : (
        <Button variant="default" leftSection={<Icon name="clock" size={16} />} onClick={press}>
          {label}
        </Button>
      )}
      {isOpen && (
        <Suspense>
          <PromiseWindow number={number} name={name ?? ''} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
