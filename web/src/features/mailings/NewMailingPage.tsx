import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { beginMailing, checkMailing, type MailingIn, mailingKeys } from '@/api/mailings';
import { labelsQuery } from '@/api/queries';
import { useLive, usePeople } from '@/app/context';
import { Top } from '@/app/Top';
import { useProblem } from '@/ui/problem';
import { useTitle } from '@/ui/title';
import { audienceOf, type Handed, isNobody } from './audience';
import { Checked } from './Checked';
import classes from './Mailings.module.css';

/** One text for many: what it says and who gets it on the left, what will happen on the right. */
export function NewMailingPage() {
  const { t } = useTranslation();
  useTitle(t('mailings.new'));
  const navigate = useNavigate();
  const memory = useQueryClient();
  const problem = useProblem();
  const handed = (useLocation().state ?? {}) as Handed;
  const [params] = useSearchParams();
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [line, setLine] = useState('');
  const [tag, setTag] = useState(params.get('tag') ?? '');
  const [responsible, setResponsible] = useState('');
  const [numbers, setNumbers] = useState((handed.numbers ?? []).join('\n'));
  const [clients, setClients] = useState(handed.clients ?? []);
  const labels = useQuery(labelsQuery);
  const people = usePeople();
  const lines = useLive((state) => state.board?.lines);
  const [id] = useState(() => crypto.randomUUID().replaceAll('-', ''));

  const audience = audienceOf({ clients, numbers, tag, responsible });
  const body: MailingIn = {
    id,
    name: name.trim() || t('mailings.new'),
    text: text.trim(),
    audience,
    ...(line ? { line } : {}),
  };
  const asked = useDeferredValue(JSON.stringify(body));
  const check = useQuery({
    queryKey: ['mailing-check', asked],
    queryFn: () => checkMailing(JSON.parse(asked) as MailingIn),
    enabled: text.trim() !== '' && !isNobody(audience),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 30_000,
  });
  const told = text.trim() && !isNobody(audience) ? check.data : undefined;
  const begin = useMutation({
    mutationFn: () => beginMailing(body),
    onSuccess: async (made) => {
      await memory.invalidateQueries({ queryKey: mailingKeys.mailings });
      await navigate(`/mailings/${made.id}`, { replace: true });
    },
  });
  const stopLine = told?.stop_word && t('mailings.form.stopLine', { word: told.stop_word });
  return (
    <>
      <Top />
      <Link to="/mailings" className={classes['back']}>
        ← {t('mailings.back')}
      </Link>
      <h1 className={classes['title']}>{t('mailings.new')}</h1>
      <form
        className={classes['two']}
        onSubmit={(event) => {
          event.preventDefault();
          if (told?.recipients && !begin.isPending) begin.mutate();
        }}
      >
        <section className={`v-card ${classes['fields']}`}>
          <TextInput
            label={t('mailings.form.name')}
            description={t('mailings.form.nameText')}
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('mailings.form.text')}
            description={t('mailings.form.textText')}
            required
            autosize
            minRows={3}
            maxRows={12}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {told && !told.asks_stop && stopLine && (
            <Button
              variant="default"
              size="xs"
              className={classes['left'] ?? ''}
              onClick={() => setText(`${text.trimEnd()} ${stopLine}`)}
            >
              {t('mailings.form.addStop', { line: stopLine })}
            </Button>
          )}
          <NativeSelect
            label={t('mailings.form.line')}
            value={line}
            onChange={(event) => setLine(event.currentTarget.value)}
          >
            <option value="">{t('mailings.form.anyLine')}</option>
            {(lines ?? [])
              .filter((one) => one.kind === 'gsm')
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </NativeSelect>
          <h2>{t('mailings.form.who')}</h2>
          {clients.length > 0 && (
            <p className={classes['chosen']}>
              {t('mailings.form.chosen', { count: clients.length })}
              <Button variant="subtle" size="xs" onClick={() => setClients([])}>
                {t('mailings.form.unchoose')}
              </Button>
            </p>
          )}
          <NativeSelect
            label={t('mailings.form.tag')}
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
          >
            <option value="">{t('mailings.form.noTag')}</option>
            {(labels.data ?? [])
              .filter((one) => one.kind === 'tag')
              .map((one) => (
                <option key={one.slug} value={one.slug}>
                  {one.name}
                </option>
              ))}
          </NativeSelect>
          <NativeSelect
            label={t('mailings.form.responsible')}
            value={responsible}
            onChange={(event) => setResponsible(event.currentTarget.value)}
          >
            <option value="">{t('mailings.form.noResponsible')}</option>
            {people.map((one) => (
              <option key={one.person} value={one.person}>
                {one.name}
              </option>
            ))}
          </NativeSelect>
          <Textarea
            label={t('mailings.form.numbers')}
            description={t('mailings.form.numbersText')}
            autosize
            minRows={2}
            maxRows={10}
            value={numbers}
            onChange={(event) => setNumbers(event.currentTarget.value)}
          />
        </section>
        <section className={`v-card ${classes['fields']}`} aria-labelledby="check-title">
          <h2 id="check-title">{t('mailings.check.title')}</h2>
          <Checked check={told} isAsked={check.isFetching} error={check.error} />
          {begin.isError && (
            <p role="alert" className={classes['bad']}>
              {problem(begin.error)}
            </p>
          )}
          <Button
            type="submit"
            loading={begin.isPending}
            disabled={!told?.recipients || !name.trim()}
          >
            {told?.recipients
              ? t('mailings.form.begin', { count: told.recipients })
              : t('mailings.form.beginNone')}
          </Button>
        </section>
      </form>
    </>
  );
}
