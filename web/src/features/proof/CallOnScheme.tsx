import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { readTrace } from '@/api/hub';
import { readVersion } from '@/api/proof';
import { callQuery, keys, labelsQuery, officeQuery } from '@/api/queries';
import type { CallDetail, Office, TraceLine } from '@/api/types';
import { Canvas } from '@/features/scheme/Canvas';
import { Drawer } from '@/features/scheme/flow';
import { schemeOf } from '@/features/scheme/graph';
import { type Kinds, kindsQuery } from '@/features/scheme/kinds';
import { isUnplaced, laidOut } from '@/features/scheme/layout';
import { Marks, MarksContext } from '@/features/scheme/marks';
import { Things } from '@/features/scheme/things';
import { portCount } from '@/features/scheme/useConstructor';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import { Icon } from '@/ui/Icon';
import { useMoments } from '@/ui/place';
import { useTitle } from '@/ui/title';
import classes from './CallOnScheme.module.css';
import { PlayerBar } from './PlayerBar';
import { storyOfCall } from './story';
import { usePlayer } from './usePlayer';

/** A call that was, played on the scheme as it was then (B05). */
export function CallOnSchemePage() {
  const { t, i18n } = useTranslation();
  const id = Number(useParams()['id']);
  useTitle(t('proof.call.title'));
  const call = useQuery(callQuery(id));
  const version = call.data?.office_version ?? 0;
  const trace = useQuery({
    queryKey: [...keys.trace(id, i18n.language), 'scheme'],
    queryFn: () => readTrace(id),
  });
  const then = useQuery({
    queryKey: ['office-version', version],
    queryFn: () => readVersion(version),
    enabled: version > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const office = useQuery(officeQuery);
  const kinds = useQuery(kindsQuery(i18n.language));
  const failed = [call, trace, then, kinds].find((one) => one.isError);
  if (failed) {
    return (
      <section className="v-card">
        <Failure error={failed.error} retry={() => void failed.refetch()} />
      </section>
    );
  }
  if (call.data && (call.data.path.length === 0 || version === 0)) {
    return (
      <section className="v-card">
        <Empty title={t('proof.call.noPath')}>
          <Link to={`/calls/${id}`}>{t('proof.call.back')}</Link>
        </Empty>
      </section>
    );
  }
  if (!call.data || !trace.data || !then.data || !kinds.data) {
    return (
      <p className={classes['wait']} role="status">
        {t('proof.call.loading')}
      </p>
    );
  }
  return (
    <ReactFlowProvider>
      <Played
        call={call.data}
        trace={trace.data}
        then={then.data}
        now={office.data ?? null}
        kinds={kinds.data}
      />
    </ReactFlowProvider>
  );
}

type Props = {
  call: CallDetail;
  trace: readonly TraceLine[];
  then: Office;
  now: Office | null;
  kinds: Kinds;
};

const nothing = () => {};
const CHOICE = { ids: [] };

function Played({ call, trace, then, now, kinds }: Props) {
  const { t } = useTranslation();
  const moments = useMoments();
  const labels = useQuery(labelsQuery).data;
  const story = useMemo(() => storyOfCall(call, trace), [call, trace]);
  const player = usePlayer(story, true);
  const step = story.beats[player.beat]?.step ?? -1;
  // The call may go from scheme to scheme: the one is shown where it is.
  const id = story.path[Math.max(0, step)]?.scheme ?? '';
  const scheme = schemeOf(then, id);
  const marks = useMemo(() => new Marks(id), [id]);
  useEffect(() => {
    marks.show({ stage: { problems: {}, path: story.path, at: step } });
  }, [marks, story, step]);
  const things = useMemo(
    () => new Things(then, labels ?? [], (slug) => t(`scheme.list.${slug}`)),
    [then, labels, t],
  );
  const drawer = useRef(new Drawer()).current;
  const drawn = useMemo(() => {
    if (!scheme) return null;
    const places = isUnplaced(scheme)
      ? laidOut(scheme, (one) => portCount(scheme, kinds, one))
      : null;
    const around = { kinds, things, t, readOnly: true, places, unread: new Set<string>() };
    return { nodes: drawer.nodes(scheme, around), edges: drawer.edges(scheme) };
  }, [scheme, kinds, things, t, drawer]);
  const present = now && schemeOf(now, id);
  const isChanged = now !== null && JSON.stringify(present) !== JSON.stringify(scheme);
  return (
    <MarksContext value={marks}>
      <div className={classes['page']}>
        <header className={classes['head']}>
          <Link to={`/calls/${call.id}`} aria-label={t('proof.call.back')}>
            <Icon name="back" />
          </Link>
          <h1>
            {t('proof.call.heading', {
              who: call.client.name || call.client.pretty || t('proof.life.hidden'),
            })}
          </h1>
          <small>
            {moments.full(call.started_at)} · {scheme?.name ?? id}
          </small>
        </header>
        <p className={classes['note']} data-changed={isChanged || undefined}>
          {t(isChanged ? 'proof.call.changed' : 'proof.call.asThen', {
            version: call.office_version,
          })}{' '}
          {present && <Link to={`/schemes/${id}`}>{t('proof.call.present')}</Link>}
        </p>
        <div className={classes['body']}>
          <div className={classes['drawing']}>
            {drawn ? (
              <Canvas
                key={id}
                nodes={drawn.nodes}
                edges={drawn.edges}
                readOnly
                label={t('proof.call.drawing')}
                choose={CHOICE}
                mayWire={() => false}
                onWire={nothing}
                onUnwire={nothing}
                onLoose={nothing}
                onRefused={nothing}
                onMoved={nothing}
                onChosen={nothing}
                onOpen={nothing}
                onAway={nothing}
                onDropKind={nothing}
                onLayOut={nothing}
              />
            ) : (
              <Empty title={t('proof.call.noScheme')} />
            )}
          </div>
          <aside className={classes['side']} aria-label={t('proof.call.title')}>
            <PlayerBar story={story} player={player} />
          </aside>
        </div>
      </div>
    </MarksContext>
  );
}
