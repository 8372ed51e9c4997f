import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '@/api/types';
import { useLive, useMe } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { type Part, partOf } from '@/live/board';
import { isConsulting } from '@/live/moves';
import { Icon } from '@/ui/Icon';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { nameOf } from '@/ui/party';
import { useDeeds } from './deeds';
import { LinesFull } from './LinesFull';
import { ListenItems } from './Listen';

type Props = { call: LiveCall; onTransfer(): void };

/** What I can do with a call: my own talk, a call that rings elsewhere, a talk of others. */
export default function CallActions({ call, onTransfer }: Props) {
  const { extension } = useMe();
  const part = partOf(call, extension);
  if (!extension) return null;
  if (part === null) return <OfOthers call={call} extension={extension} />;
  return <OfMine call={call} extension={extension} part={part} onTransfer={onTransfer} />;
}

type Mine = Props & { extension: string; part: Part };

function OfMine({ call, extension, part, onTransfer }: Mine) {
  const { t } = useTranslation();
  const deeds = useDeeds(call, extension);
  const canPark = useLive((state) => Boolean(state.board?.parking.code));
  const consults = isConsulting(call, extension);
  const isTalk = part === 'talking' && !consults;
  const isHeld = isTalk && call.state === 'held';
  const isOutside = call.direction !== 'internal';
  const parks = isTalk && isOutside && canPark;
  const rings = part === 'ringing';
  const onHold = isHeld ? deeds.resume : deeds.hold;
  const mayEnd = part === 'talking' || part === 'calling';
  useKeys({
    KeyA: rings ? deeds.answer : undefined,
    KeyH: isTalk ? onHold : undefined,
    KeyT: isTalk ? onTransfer : consults ? deeds.handOver : undefined,
    KeyP: parks ? deeds.park : undefined,
    KeyX: mayEnd ? deeds.hangUp : undefined,
    Escape: mayEnd ? (consults ? deeds.takeBack : deeds.hangUp) : undefined,
  });
  return (
    <>
      {rings && (
        <Button
          leftSection={<Icon name="phone" size={16} />}
          rightSection={<Key>a</Key>}
          onClick={deeds.answer}
        >
          {t('desk.answer')}
        </Button>
      )}
      {rings && <p className="v-mute">{t('focus.pickUp', { extension })}</p>}
      {isTalk && (
        <Button variant="default" onClick={onHold} rightSection={<Key>h</Key>}>
          {t(isHeld ? 'desk.resume' : 'desk.hold')}
        </Button>
      )}
      {isTalk && (
        <Button onClick={onTransfer} rightSection={<Key>t</Key>}>
          {t('action.transfer')}
        </Button>
      )}
      {consults && (
        <>
          <Button onClick={deeds.handOver} rightSection={<Key>t</Key>}>
            {t('desk.handOver')}
          </Button>
          <Button variant="default" onClick={deeds.takeBack} rightSection={<Key>esc</Key>}>
            {t('desk.takeBack')}
          </Button>
        </>
      )}
      {parks && (
        <Button variant="default" onClick={deeds.park} rightSection={<Key>p</Key>}>
          {t('action.park')}
        </Button>
      )}
      {isTalk && isOutside && <Recording call={call} extension={extension} />}
      {mayEnd && !consults && (
        <Button variant="outline" color="red" onClick={deeds.hangUp} rightSection={<Key>esc</Key>}>
          {t('action.hangUp')}
        </Button>
      )}
      {part === 'talking' && <LinesFull />}
    </>
  );
}

function Recording({ call, extension }: { call: LiveCall; extension: string }) {
  const { t } = useTranslation();
  const run = useCommand();
  const next = call.recording === 'on' ? 'pause' : call.recording === 'paused' ? 'resume' : 'on';
  return (
    <Button
      variant="default"
      onClick={() =>
        void run(
          { kind: 'set_recording', linked_id: call.linked_id, extension, state: next },
          { doing: t('recording.doing'), done: t(`recording.done.${next}`) },
        )
      }
      leftSection={<Icon name={next === 'pause' ? 'pause' : 'tape'} size={15} />}
    >
      {t(`recording.${next}`)}
    </Button>
  );
}

function OfOthers({ call, extension }: { call: LiveCall; extension: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const run = useCommand();
  const who = nameOf(call.client, t);
  const linked_id = call.linked_id;
  const heard = call.employees.find(
    (one) => one.state === 'talking' && me.listens?.includes(one.extension),
  );
  const parked = call.parked;
  return (
    <>
      {parked && (
        <Button
          onClick={() =>
            void run(
              { kind: 'retrieve', slot: parked.slot, extension },
              { doing: t('parking.taking', { extension, who }), done: t('parking.taken', { who }) },
            )
          }
        >
          {t('parking.takeFrom', { slot: parked.slot })}
        </Button>
      )}
      {call.state === 'ringing' && call.ringing.length > 0 && (
        <Button
          leftSection={<Icon name="phone" size={16} />}
          onClick={() =>
            void run(
              { kind: 'pick_up', linked_id, extension },
              { doing: t('pickUp.doing', { extension, who }), done: t('pickUp.done', { who }) },
            )
          }
        >
          {t('pickUp.do')}
        </Button>
      )}
      {heard && (
        <Menu width={300} radius={12} withinPortal position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<Icon name="ear" size={16} />}>
              {t('listen.title')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <ListenItems linkedId={linked_id} who={heard.name} />
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
