import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Sound, soundsQuery } from '@/api/prompts';
import { officeQuery } from '@/api/queries';
import { useMe } from '@/app/context';
import { carryOut } from '@/features/command/run';
import classes from './Prompts.module.css';
import type { Source } from './SoundWindow';
import { useSaid } from './said';

const LOOK_EVERY = 1500;
/** Milliseconds after the phone was picked up in which a recording may come; it may last 10 min. */
const PATIENCE = 12 * 60_000;

type Stage = 'idle' | 'rings' | 'recording' | 'late';

/** The exchange rings a phone, somebody speaks, and the recording comes here by itself. */
export function FromPhone({ replaces, onMade }: Source) {
  const { t, i18n } = useTranslation();
  const said = useSaid();
  const me = useMe();
  const office = useQuery(officeQuery);
  const [stage, setStage] = useState<Stage>('idle');
  const [refused, setRefused] = useState<string | null>(null);
  const [waiting, setWaiting] = useState<{ id: string; known: string[]; till: number } | null>(
    null,
  );
  const people = (office.data?.people ?? []).filter((person) =>
    office.data?.devices?.some((device) => device.account.split('-')[0] === person.extension),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const own = people.some((person) => person.extension === me.extension) ? me.extension : null;
  const extension = chosen ?? own ?? people[0]?.extension ?? '';
  const sounds = useQuery({
    ...soundsQuery,
    enabled: waiting !== null,
    refetchInterval: waiting === null ? false : LOOK_EVERY,
  });
  const onMadeNow = useRef(onMade);
  onMadeNow.current = onMade;

  useEffect(() => {
    if (!waiting) return;
    const came = sounds.data?.find((sound: Sound) => isIt(sound, waiting));
    if (came) {
      setWaiting(null);
      onMadeNow.current(came);
    } else if (Date.now() > waiting.till) {
      setWaiting(null);
      setStage('late');
    }
  }, [sounds.data, waiting]);

  const ring = useMutation({
    mutationFn: async () => {
      setRefused(null);
      setStage('rings');
      const known = (await sounds.refetch()).data?.map((sound) => sound.prompt.sha256) ?? [];
      const id = replaces ?? `phone-${Date.now().toString(36)}`;
      const end = await carryOut({ kind: 'record_prompt', extension, id }, 60_000);
      if (end?.state === 'done') {
        setStage('recording');
        setWaiting({ id, known, till: Date.now() + PATIENCE });
        return;
      }
      setStage('idle');
      const code = String(end?.facts['why'] ?? end?.code ?? 'silent');
      const key = `command.refused.${code}`;
      setRefused(
        i18n.exists(key) ? t(key as 'command.refused.failed') : t('command.refused.failed'),
      );
    },
    onError: () => setStage('idle'),
  });
  return (
    <section className={classes['drop']} aria-label={t('prompts.from.phone')}>
      <p>{t('prompts.phoneLead')}</p>
      <NativeSelect
        label={t('prompts.phoneLabel')}
        value={extension}
        disabled={stage === 'rings' || stage === 'recording'}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={people.map((person) => ({
          value: person.extension,
          label: `${person.extension} · ${person.name}`,
        }))}
      />
      <ol className={classes['stages']} aria-live="polite">
        {(['rings', 'recording', 'arrived'] as const).map((each, at) => (
          <li key={each} data-state={stateOf(at, stage)}>
            {t(`prompts.phoneStage.${each}`)}
          </li>
        ))}
      </ol>
      <Button
        loading={stage === 'rings' || stage === 'recording'}
        disabled={!extension}
        onClick={() => ring.mutate()}
      >
        {t(stage === 'late' ? 'prompts.phoneAgain' : 'prompts.phoneRing')}
      </Button>
      {stage === 'late' && (
        <p role="alert" className={classes['bad']}>
          {t('prompts.phoneLate')}
        </p>
      )}
      {refused && (
        <p role="alert" className={classes['bad']}>
          {refused}
        </p>
      )}
      {ring.isError && (
        <p role="alert" className={classes['bad']}>
          {said(ring.error)}
        </p>
      )}
      {office.data && people.length === 0 && (
        <p className={classes['bad']}>{t('prompts.phoneNone')}</p>
      )}
    </section>
  );
}

function isIt(sound: Sound, waiting: { id: string; known: string[] }): boolean {
  const { id, sha256 } = sound.prompt;
  return sound.origin === 'phone' && id === waiting.id && !waiting.known.includes(sha256);
}

function stateOf(at: number, stage: Stage): 'now' | 'done' | 'later' {
  const now = stage === 'rings' ? 0 : stage === 'recording' ? 1 : -1;
  return now === at ? 'now' : at < now ? 'done' : 'later';
}
