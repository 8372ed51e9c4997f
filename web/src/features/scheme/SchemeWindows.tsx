import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Window } from '@/ui/Window';
import { draft } from './draft';
import { type Direction, removed, renamed, type Users } from './list';
import classes from './Schemes.module.css';

type Asked = { direction: Direction; id: string; name: string; onClose: () => void };

export function RenameScheme({ direction, id, name, onClose }: Asked) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  const isEmpty = typed.trim() === '';
  return (
    <Window title={t('scheme.rename')} onClose={onClose}>
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isEmpty) return;
          draft.edit((office) => renamed(office, direction, id, typed.trim()));
          onClose();
        }}
      >
        <TextInput
          data-autofocus
          label={t('scheme.name')}
          maxLength={80}
          value={typed}
          error={isEmpty ? t('scheme.bad.missing') : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit">{t('scheme.save')}</Button>
      </form>
    </Window>
  );
}

/** What breaks is told before. */
export function RemoveScheme({ direction, id, name, users, onClose }: Asked & { users: Users }) {
  const { t } = useTranslation();
  const breaks = [
    ...users.lines.map((line) => t('scheme.breaksLine', { name: line })),
    ...users.schemes.map((scheme) =>
      t(direction === 'inbound' ? 'scheme.breaksScheme' : 'scheme.breaksNode', { name: scheme }),
    ),
    ...users.people.map((person) => t('scheme.breaksPerson', { name: person })),
  ];
  return (
    <Window title={t('scheme.removeTitle', { name })} onClose={onClose}>
      <div className={classes['form']}>
        {breaks.length > 0 && (
          <div className={classes['breaks']} role="alert">
            <b>{t('scheme.breaks')}</b>
            <ul>
              {breaks.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </div>
        )}
        <p className="v-mute">{t('scheme.removeText')}</p>
        <div className={classes['row']}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              draft.edit((office) => removed(office, direction, id));
              onClose();
            }}
          >
            {t('scheme.remove')}
          </Button>
        </div>
      </div>
    </Window>
  );
}
