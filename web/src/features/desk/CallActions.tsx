import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '@/api/types';
import { useLive, useMe } from '@/app/context';
import { useCommand } from '@/features/command/run';
import { type Part, partOf } from '@/live/board';
import { Icon } from '@/ui/Icon';
import { Key } from '@/ui/Key';
import { useKeys } from '@/ui/keys';
import { nameOf } from '@/ui/party';
import classes from './Focus.module.css';

const MODES = ['listen', 'whisper', 'barge'] as const;

type Props = { call: LiveCall; onTransfer(): void };

/** What I can do with a call: my own talk, a call that rings elsewhere, a talk of others. */
export function CallActions({ call, onTransfer }: Props) {
  const { extension } = useMe();
  const part = partOf(call, extension);
  if (!extension) return null;
  if (part === null) return <OfOthers call={call} extension={extension} />;
  return <OfMine call={call} extension={extension} part={part} onTransfer={onTransfer} />;
}

type Mine = Props & { extension: string; part: Part };

function OfMine({ call, extension, part, onTransfer }: Mine) {
  const { t } = useTranslation();
  const run = useCommand();
  const canPark = useLive((state) => Boolean(state.board?.parking.code));
  const isTalk = part === 'talking';
  const isOutside = call.direction !== 'internal';
  const linked_id = call.linked_id;

  const hangUp = () =>
    void run(
      { kind: 'hang_up', linked_id },
      { doing: t('focus.hangingUp'), done: t('focus.hungUp') },
    );
  const park = () =>
    void run(
      { kind: 'park', linked_id, extension },
      { doing: t('parking.parking'), done: t('parking.parked') },
    );
  const record = (state: 'on' | 'pause' | 'resume') =>
    void run(
      { kind: 'set_recording', linked_id, extension, state },
      { doing: t('recording.doing'), done: t(`recording.done.${state}`) },
    );
  const next = call.recording === 'on' ? 'pause' : call.recording === 'paused' ? 'resume' : 'on';
  const parks = isTalk && isOutside && canPark;
  useKeys({
    KeyT: isTalk ? onTransfer : undefined,
    KeyP: parks ? park : undefined,
    KeyX: isTalk || part === 'calling' ? hangUp : undefined,
  });
  return (
    <>
      {isTalk && (
        <Button onClick={onTransfer} rightSection={<Key>t</Key>}>
          {t('action.transfer')}
        </Button>
      )}
      {parks && (
        <Button variant="default" onClick={park} rightSection={<Key>p</Key>}>
          {t('action.park')}
        </Button>
      )}
      {isTalk && isOutside && (
        <Button
          variant="default"
          onClick={() => record(next)}
          leftSection={<Icon name={next === 'pause' ? 'pause' : 'tape'} size={15} />}
        >
          {t(`recording.${next}`)}
        </Button>
      )}
      {(isTalk || part === 'calling') && (
        <Button variant="outline" color="red" onClick={hangUp} rightSection={<Key>x</Key>}>
          {t('action.hangUp')}
        </Button>
      )}
      {part === 'ringing' && (
        <p className={classes['answer']}>
          <Icon name="phone" size={16} /> {t('focus.pickUp', { extension })}
        </p>
      )}
    </>
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
            {MODES.map((mode) => (
              <Menu.Item
                key={mode}
                onClick={() =>
                  void run(
                    { kind: 'listen', linked_id, extension, mode },
                    {
                      doing: t('listen.doing', { extension, who: heard.name }),
                      done: t('listen.done', { who: heard.name }),
                    },
                  )
                }
              >
                <b>{t(`listen.${mode}`)}</b>
                <br />
                <small className="v-mute">{t(`listen.means.${mode}`)}</small>
              </Menu.Item>
            ))}
            <Menu.Label>{t('listen.audited')}</Menu.Label>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
