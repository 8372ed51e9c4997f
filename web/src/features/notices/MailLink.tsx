import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askMail, type Contact, noticeKeys, proveMail, unlink } from '@/api/notices';
import classes from '@/features/crm/Links.module.css';
import { useProblem } from '@/ui/problem';

/** One's own e-mail: typed, proven by the code that came there, taken off again. */
export function MailLink({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const [mail, setMail] = useState('');
  const [code, setCode] = useState('');
  const keep = (made: Contact) => memory.setQueryData(noticeKeys.mine, made);
  const ask = useMutation({ mutationFn: () => askMail(mail), onSuccess: keep });
  const prove = useMutation({ mutationFn: () => proveMail(code), onSuccess: keep });
  const drop = useMutation({ mutationFn: () => unlink('mail'), onSuccess: keep });
  const failed = ask.error ?? prove.error ?? drop.error;
  return (
    <div className={classes['page']}>
      <b>{t('links.name.mail')}</b>
      {contact.mail ? (
        <p className={classes['copy']}>
          {contact.mail}
          <Button
            size="compact-sm"
            variant="default"
            loading={drop.isPending}
            onClick={() => drop.mutate()}
          >
            {t('links.unlink')}
          </Button>
        </p>
      ) : contact.mail_waits ? (
        <form
          className={classes['copy']}
          onSubmit={(event) => {
            event.preventDefault();
            prove.mutate();
          }}
        >
          <TextInput
            label={t('links.codeFrom', { mail: contact.mail_waits })}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            required
            value={code}
            onChange={(event) => {
              prove.reset();
              setCode(event.currentTarget.value);
            }}
          />
          <Button type="submit" loading={prove.isPending}>
            {t('links.confirm')}
          </Button>
          <Button variant="subtle" loading={drop.isPending} onClick={() => drop.mutate()}>
            {t('links.otherMail')}
          </Button>
        </form>
      ) : (
        <form
          className={classes['copy']}
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate();
          }}
        >
          <TextInput
            type="email"
            label={t('links.mailLabel')}
            placeholder="name@example.com"
            autoComplete="email"
            required
            value={mail}
            onChange={(event) => {
              ask.reset();
              setMail(event.currentTarget.value);
            }}
          />
          <Button type="submit" variant="default" loading={ask.isPending}>
            {t('links.sendCode')}
          </Button>
        </form>
      )}
      {failed && (
        <p role="alert" className={classes['bad']}>
          {problem(failed)}
        </p>
      )}
    </div>
  );
}
