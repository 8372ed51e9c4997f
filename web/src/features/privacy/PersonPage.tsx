import '@mantine/core/styles/Alert.css';
import { Alert, Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { archivePerson, erasePerson, previewPerson, type Who } from '@/api/privacy';
import { useMe } from '@/app/context';
import { Cabinet } from '@/features/cabinet/Cabinet';
import { prettyNumber } from '@/ui/phone';
import { HoldWindow } from './HoldWindow';
import { MeanIt } from './MeanIt';
import classes from './Privacy.module.css';
import { usePrivacyProblem } from './problem';
import { hoursOf } from './size';

/** One person asks: what is kept of him, a copy of it, or to be forgotten. */
export function PersonPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState(params.get('number') ?? '');
  const client = Number(params.get('client')) || undefined;
  const number = params.get('number') ?? undefined;
  return (
    <Cabinet title={t('privacy.person')}>
      <div className={classes['page']}>
        <form
          className={`v-card ${classes['card']}`}
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim()) setParams({ number: typed.trim() });
          }}
        >
          <p className="v-mute">{t('privacy.personText')}</p>
          <div
            className={classes['head']}
            style={{ justifyContent: 'flex-start', alignItems: 'end' }}
          >
            <TextInput
              label={t('privacy.number')}
              inputMode="tel"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" variant="default">
              {t('privacy.look')}
            </Button>
          </div>
        </form>
        {(client || number) && (
          <Found key={`${client}/${number}`} who={client ? { client } : { number: number ?? '' }} />
        )}
      </div>
    </Cabinet>
  );
}

function Found({ who }: { who: Who }) {
  const { t, i18n } = useTranslation();
  const { role } = useMe();
  const problem = usePrivacyProblem();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'archive' | 'erase' | 'hold' | null>(null);
  const query = useQuery({
    queryKey: ['privacy-person', who],
    queryFn: () => previewPerson(who),
    retry: false,
  });
  if (query.isPending) return <p className="v-mute">{t('privacy.waiting')}</p>;
  if (query.isError) return <Alert color="red">{problem(query.error)}</Alert>;
  const it = query.data;
  const figures = [
    ['calls', it.calls],
    ['recordings', it.recordings],
    ['messages', it.messages],
    ['sms', it.sms],
    ['notes', it.notes],
    ['deeds', it.deeds],
  ] as const;
  const after = () => {
    void cache.invalidateQueries({ queryKey: ['archives'] });
    void cache.invalidateQueries({ queryKey: ['erasures'] });
    void navigate('/privacy');
  };
  return (
    <section className={`v-card ${classes['card']}`} aria-label={t('privacy.person')}>
      <div className={classes['head']}>
        <div>
          <h2>{it.name ?? prettyNumber(it.numbers[0] ?? '')}</h2>
          <span className="v-mute">{it.numbers.map(prettyNumber).join(' · ')}</span>
        </div>
        <div className={classes['acts']}>
          {who.client && !it.hold && (
            <Button variant="default" onClick={() => setOpen('hold')}>
              {t('privacy.putHold')}
            </Button>
          )}
          <Button variant="default" onClick={() => setOpen('archive')}>
            {t('privacy.take')}
          </Button>
          {role === 'owner' && (
            <Button color="red" disabled={!!it.refused} onClick={() => setOpen('erase')}>
              {t('privacy.erase')}
            </Button>
          )}
        </div>
      </div>
      <dl className={classes['figures']}>
        {figures.map(([name, count]) => (
          <div key={name}>
            <dt>{t(`privacy.count.${name}`)}</dt>
            <dd>{count.toLocaleString(i18n.language)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('privacy.count.hours')}</dt>
          <dd>{hoursOf(it.seconds, i18n.language)}</dd>
        </div>
      </dl>
      {it.refused_text && <Alert color="yellow">{it.refused_text}</Alert>}
      {role !== 'owner' && <p className="v-mute">{t('privacy.ownerErases')}</p>}
      <p>
        <Link to="/privacy">{t('privacy.back')}</Link>
      </p>
      {open === 'hold' && who.client && (
        <HoldWindow on={{ kind: 'client', id: who.client }} onClose={() => setOpen(null)} />
      )}
      {open === 'archive' && (
        <MeanIt
          title={t('privacy.take')}
          act={t('privacy.takeAct')}
          run={async (password) => {
            await archivePerson(who, password);
            after();
          }}
          onClose={() => setOpen(null)}
        >
          <p>{t('privacy.takeText')}</p>
        </MeanIt>
      )}
      {open === 'erase' && (
        <MeanIt
          danger
          title={t('privacy.erase')}
          act={t('privacy.eraseAct')}
          typed={it.confirm}
          run={async (password, typed) => {
            await erasePerson(who, typed, password);
            after();
          }}
          onClose={() => setOpen(null)}
        >
          <p>{t('privacy.eraseText')}</p>
        </MeanIt>
      )}
    </section>
  );
}
