import '@mantine/core/styles/Combobox.css';
import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeMe } from '@/api/account';
import { keys } from '@/api/queries';
import type { Me } from '@/api/types';
import { useMe } from '@/app/context';
import { chooseLanguage, LANGUAGES, type Language } from '@/i18n';
import classes from './Account.module.css';
import { Card, Wrong } from './Card';

/** Each language by its own name: whoever lost his way finds home. */
const NAMES: Record<Language, string> = { ru: 'Русский', en: 'English', be: 'Беларуская' };

/** How the desk calls me and in which language it speaks to me. */
export function AboutMe() {
  const { t } = useTranslation();
  const me = useMe();
  const memory = useQueryClient();
  const [name, setName] = useState(me.name);
  const [language, setLanguage] = useState<Me['language']>(me.language);
  const save = useMutation({
    mutationFn: () => changeMe({ name: name.trim(), language }),
    onSuccess: (next) => {
      memory.setQueryData(keys.me, next);
      if (next.language !== me.language) void chooseLanguage(next.language);
    },
  });
  const isSame = name.trim() === me.name && language === me.language;
  return (
    <Card title={t('account.me.title')}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          label={t('account.me.name')}
          autoComplete="name"
          maxLength={80}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('account.me.language')}
          data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
          allowDeselect={false}
          value={language}
          onChange={(value) => setLanguage((value ?? 'ru') as Me['language'])}
        />
        <p className={classes['why']}>
          {t('account.me.who', { login: me.login, role: t(`account.role.${me.role}`) })}
          {me.sight !== 'all' && ` ${t(`account.sight.${me.sight}`)}`}
        </p>
        <Wrong error={save.error} />
        <div className={classes['acts']}>
          <Button type="submit" loading={save.isPending} disabled={isSame || !name.trim()}>
            {t('account.save')}
          </Button>
          {save.isSuccess && isSame && (
            <p role="status" className={classes['good']}>
              {t('account.saved')}
            </p>
          )}
        </div>
      </form>
    </Card>
  );
}
