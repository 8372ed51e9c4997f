import { useTranslation } from 'react-i18next';
import type { LiveCall } from '@/api/types';
import { useCalls, useLive, useMe, useOwnCall } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { parkedCalls, partOf } from '@/live/board';
import { useSecond } from '@/ui/clock';
import { nameOf } from '@/ui/party';
import { duration } from '@/ui/time';
import classes from './Parking.module.css';

/** Below so many seconds the slot calls for somebody. */
const SOON = 15;
/** Free places shown beside the taken ones: more would only be empty boxes. */
const SHOWN = 3;

/** Clients who wait with music: who, by whom parked, how long till they go back; one click takes. */
export function Parking() {
  const { t } = useTranslation();
  const parking = useLive((state) => state.board?.parking);
  const parked = parkedCalls(useCalls());
  if (!parking?.code) return null;
  const taken = new Map(parked.map((call) => [call.parked?.slot ?? '', call]));
  const slots = Array.from({ length: parking.slots }, (_, n) => String(n + 1));
  const free = slots.filter((slot) => !taken.has(slot));
  const shown = slots.filter(
    (slot) => taken.has(slot) || free.indexOf(slot) < Math.max(1, SHOWN - taken.size),
  );
  return (
    <section className={`v-card ${classes['card']}`} aria-labelledby="parking-title">
      <div className="v-head">
        <h2 id="parking-title">{t('parking.title')}</h2>
        <small>
          {t('parking.codes', { park: parking.code, take: `${parking.code}${shown[0] ?? '1'}` })}
        </small>
      </div>
      <ul className={classes['slots']}>
        {shown.map((slot) => {
          const call = taken.get(slot);
          return (
            <li key={slot}>
              {call ? (
                <Taken call={call} slot={slot} code={parking.code ?? ''} />
              ) : (
                <Free slot={slot} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** A place that a call can be dropped on; a click parks my own talk there. */
function Free({ slot }: { slot: string }) {
  const { t } = useTranslation();
  const { extension } = useMe();
  const own = useOwnCall();
  const run = useCommand();
  const mayPark =
    own !== null && own.direction !== 'internal' && partOf(own, extension) === 'talking';
  const park = () => {
    if (!own || !extension) return;
    void run(
      { kind: 'park', linked_id: own.linked_id, extension, slot },
      { doing: t('parking.parking'), done: t('parking.parked') },
    );
  };
  return (
    <button
      type="button"
      className={classes['free']}
      data-drop="slot"
      data-slot={slot}
      aria-label={`${slot} ${t('parking.free')}`}
      title={mayPark ? t('action.park') : undefined}
      aria-disabled={!mayPark}
      onClick={() => mayPark && park()}
    >
      {slot}
    </button>
  );
}

function Taken({ call, slot, code }: { call: LiveCall; slot: string; code: string }) {
  const { t } = useTranslation();
  const { extension } = useMe();
  const run = useCommand();
  const second = useSecond();
  const parked = call.parked;
  if (!parked) return null;
  const left = Math.max(0, Math.ceil((Date.parse(parked.until) - second) / 1000));
  const who = nameOf(call.client, t);
  const take = () => {
    if (!extension) return;
    void run(
      { kind: 'retrieve', slot, extension },
      { doing: t('parking.taking', { extension, who }), done: t('parking.taken', { who }) },
    );
  };
  const words = t('parking.take', { who, slot });
  return (
    <button
      type="button"
      className={classes['taken']}
      data-soon={left <= SOON}
      data-slot={slot}
      data-drop="slot"
      data-call={call.linked_id}
      title={extension ? words : t('parking.byPhone', { code: `${code}${slot}` })}
      disabled={!extension}
      onClick={take}
    >
      <span className="v-hidden">{words}</span>
      <b aria-hidden="true">
        {slot} · {left > 0 ? duration(left) : t('parking.back')}
      </b>
      <span className={classes['who']} aria-hidden="true">
        {who}
      </span>
      <small>{t('parking.from', { who: parked.by.name })}</small>
      {extension && (
        <span className={classes['do']} aria-hidden="true">
          {t('parking.takeShort')}
        </span>
      )}
    </button>
  );
}
