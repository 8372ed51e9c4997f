import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Crm, crmsQuery } from '@/api/crm';
import { type Hook, hooksQuery } from '@/api/hooks';
import { type Channel, channelsQuery } from '@/api/notices';
import { useMoments } from '@/ui/place';
import classes from './Links.module.css';

/** What links our calls to other programs: each with its state in plain words. */
export function LinkCards() {
  const crms = useQuery(crmsQuery);
  const channels = useQuery(channelsQuery);
  const hooks = useQuery(hooksQuery);
  return (
    <nav className={classes['cards']} data-testid="links">
      <HookCard hooks={hooks.data ?? []} />
      {(['bitrix', 'amo'] as const).map((kind) => (
        <CrmCard key={kind} kind={kind} crm={crms.data?.find((one) => one.kind === kind)} />
      ))}
      {(['mail', 'telegram'] as const).map((way) => (
        <WayCard key={way} way={way} channel={channels.data?.find((one) => one.kind === way)} />
      ))}
    </nav>
  );
}

type CardProps = { to: string; title: string; state: string; word: string; text: string };

function Card({ to, title, state, word, text }: CardProps) {
  const { t } = useTranslation();
  return (
    <Link to={to} className={`v-card ${classes['card']}`}>
      <span className={classes['head']}>
        <h2>{title}</h2>
        <span className={classes['state']} data-state={state}>
          {word}
        </span>
      </span>
      <p className={classes['text']}>{text}</p>
      <span>{t(state === 'none' ? 'links.connect' : 'links.open')}</span>
    </Link>
  );
}

function HookCard({ hooks }: { hooks: Hook[] }) {
  const { t } = useTranslation();
  const bad = hooks.some((hook) => hook.state === 'paused' || hook.failures > 0);
  const state = hooks.length === 0 ? 'none' : bad ? 'failing' : 'on';
  return (
    <Card
      to="#webhooks"
      title={t('links.name.hooks')}
      state={state}
      word={t(`links.state.${state}`)}
      text={hooks.length ? t('links.hooksCount', { count: hooks.length }) : t('links.about.hooks')}
    />
  );
}

function CrmCard({ kind, crm }: { kind: Crm['kind']; crm: Crm | undefined }) {
  const { t } = useTranslation();
  const told = useTold();
  const state = crm?.state ?? 'none';
  return (
    <Card
      to={`/integrations/${kind}`}
      title={t(`links.name.${kind}`)}
      state={state}
      word={t(`links.state.${state}`)}
      text={crm && state !== 'none' ? told(crm) : t(`links.about.${kind}`)}
    />
  );
}

function WayCard({ way, channel }: { way: Channel['kind']; channel: Channel | undefined }) {
  const { t } = useTranslation();
  const moments = useMoments();
  const state = channel?.state ?? 'none';
  const text =
    !channel || state === 'none'
      ? t(`links.about.${way}`)
      : channel.last_ok_at
        ? t('links.lastNotice', { when: moments.dayTime(channel.last_ok_at, Date.now()) })
        : t('links.noNotice');
  return (
    <Card
      to={`/integrations/${way}`}
      title={t(`links.name.${way}`)}
      state={state}
      word={t(`links.state.${state}`)}
      text={text}
    />
  );
}

/** How telling fares: when it last worked, and what waits. */
export function useTold(): (crm: Crm) => string {
  const { t } = useTranslation();
  const moments = useMoments();
  return (crm) =>
    [
      crm.state === 'begun'
        ? t('links.begunText')
        : crm.last_ok_at
          ? t('links.lastCall', { when: moments.dayTime(crm.last_ok_at, Date.now()) })
          : t('links.noCall'),
      crm.waiting > 0 ? t('links.waitingCount', { count: crm.waiting }) : '',
      crm.dead > 0 ? t('links.deadCount', { count: crm.dead }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
}
