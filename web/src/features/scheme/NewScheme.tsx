import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Office } from '@/api/types';
import { Window } from '@/ui/Window';
import { draft } from './draft';
import { blankScheme, freeSchemeId, withNew } from './list';
import classes from './Schemes.module.css';

/** A new incoming scheme, blank. */
export function NewScheme({ office, onClose }: { office: Office; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const isEmpty = name.trim() === '';
  return (
    <Window title={t('scheme.new')} onClose={onClose}>
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isEmpty) return;
          const id = freeSchemeId(office, 'inbound');
          draft.edit((all) => withNew(all, blankScheme(id, name.trim())));
          onClose();
          void navigate(`/schemes/${id}`);
        }}
      >
        <TextInput
          data-autofocus
          label={t('scheme.name')}
          maxLength={80}
          value={name}
          error={tried && isEmpty ? t('scheme.bad.missing') : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit">{t('scheme.create')}</Button>
      </form>
    </Window>
  );
}
