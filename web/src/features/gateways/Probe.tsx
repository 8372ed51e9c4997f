import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { officeQuery } from '@/api/queries';
import type { Command, GatewayRow, SimRow } from '@/api/types';
import { carryOut } from '@/features/command/run';
import { Panel } from '@/features/gsm/Panel';
import { useRefused } from '@/features/gsm/refused';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';
import { useProblem } from '@/ui/problem';
import classes from './Gateways.module.css';
import { expectedTests, reasonsOf, type Test, takesAtMost, testsOf } from './probe';

/** The answer needs a moment to come from the box, milliseconds. */
const ON_ITS_WAY = 15_000;

/** Looks at the gateway from outside: what works, what does not, and what to do about it. */
export function Probe({ gateway, lines }: { gateway: GatewayRow; lines: SimRow[] }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const refused = useRefused();
  const [sms, setSms] = useState(false);
  const [call, setCall] = useState(false);
  const [isOn, setOn] = useState(false);
  const [facts, setFacts] = useState<Command['facts'] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const office = useQuery(officeQuery);
  const canCall = office.data?.policy.doctor?.enabled !== false;
  const longest = takesAtMost(gateway.lines.length, { sms, call });
  const probe = async () => {
    setOn(true);
    setFacts(null);
    setFailure(null);
    try {
      const end = await carryOut(
        { kind: 'probe_gateway', gateway: gateway.id, sms, call },
        longest * 1000 + ON_ITS_WAY,
      );
      if (end?.state === 'done') setFacts(end.facts);
      else setFailure(refused(end?.code ?? 'silent', end?.facts ?? {}));
    } catch (error) {
      setFailure(problem(error));
    }
    setOn(false);
  };
  const tests: Test[] = facts
    ? testsOf(facts)
    : isOn
      ? expectedTests(gateway.lines, { sms, call })
      : [];
  const whyWords = (why: string) => {
    const { words, rest } = reasonsOf(why);
    return harmless(rest) || words.map((word) => t(`probe.why.${word}`)).join(', ');
  };
  const name = (line: string) => lines.find((one) => one.line === line)?.line_name ?? line;
  return (
    <Panel title={t('probe.title')} note={t('probe.lead')}>
      <div className={classes['probe']}>
        <Button loading={isOn} onClick={() => void probe()}>
          {t('probe.start')}
        </Button>
        <Switch
          size="sm"
          label={t('probe.sms')}
          checked={sms}
          onChange={(event) => setSms(event.currentTarget.checked)}
        />
        <Switch
          size="sm"
          label={t('probe.call')}
          checked={call && canCall}
          disabled={!canCall}
          {...(canCall ? {} : { description: t('probe.doctorOff') })}
          onChange={(event) => setCall(event.currentTarget.checked)}
        />
      </div>
      <div role="status">
        {isOn && (
          <p className={classes['none']}>
            {t('probe.takes', {
              long:
                longest < 100
                  ? t('probe.seconds', { count: longest })
                  : t('probe.minutes', { count: Math.ceil(longest / 60) }),
            })}
          </p>
        )}
        {failure && <p className={`${classes['none']} ${classes['bad']}`}>{failure}</p>}
        {facts && tests.length === 0 && <p className={classes['none']}>{t('probe.nothing')}</p>}
      </div>
      {tests.length > 0 && (
        <ul className={classes['tests']} aria-label={t('probe.title')} aria-busy={isOn}>
          {tests.map((test) => (
            <li key={test.key} data-test={test.key}>
              <span data-result={test.result}>
                <Icon name={PICTURES[test.result]} size={16} />
              </span>
              <span>
                {t(`probe.test.${test.kind}`)}
                {test.line && `, ${name(test.line)}`}
              </span>
              <b data-result={test.result}>{t(`probe.result.${test.result}`)}</b>
              {test.result === 'failed' && <small>{t(`probe.advice.${test.kind}`)}</small>}
              {test.why && <small>{whyWords(test.why)}</small>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const PICTURES = { ok: 'tick', failed: 'alarm', unknown: 'check', waits: 'clock' } as const;
