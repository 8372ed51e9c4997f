import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HookEvent, hookEventsQuery } from '@/api/hooks';
import { Panel } from '@/features/gsm/Panel';
import { Icon } from '@/ui/Icon';
import { keyOf } from './HookForm';
import classes from './Hooks.module.css';
import { SNIPPETS } from './snippets';

type Way = keyof typeof SNIPPETS;

/** For whoever writes the receiver: what comes, and how to be sure that it is ours. */
export function Verifying() {
  const { t } = useTranslation();
  const kinds = useQuery(hookEventsQuery);
  const [way, setWay] = useState<Way>('Python');
  const [kind, setKind] = useState<HookEvent>('call.ended');
  const example = kinds.data?.find((each) => each.kind === kind)?.example;
  return (
    <Panel title={t('hooks.verify')} note={<a href="/api/docs">{t('hooks.docs')}</a>}>
      <div className={classes['verify']}>
        <p>{t('hooks.verifyText')}</p>
        <div className={classes['tools']}>
          <SegmentedControl
            size="xs"
            aria-label={t('hooks.verifyWay')}
            value={way}
            onChange={(next) => setWay(next as Way)}
            data={Object.keys(SNIPPETS)}
          />
          <CopyButton value={SNIPPETS[way]}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="subtle"
                onClick={copy}
                leftSection={<Icon name="copy" size={13} />}
              >
                {t(copied ? 'devices.copied' : 'devices.copy')}
              </Button>
            )}
          </CopyButton>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
        <pre tabIndex={0} data-testid="snippet">
          {SNIPPETS[way]}
        </pre>
        <label className={classes['example']}>
          <span>{t('hooks.example')}</span>
          <select
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as HookEvent)}
          >
            {(kinds.data ?? []).map((each) => (
              <option key={each.kind} value={each.kind}>
                {t(`hooks.event.${keyOf(each.kind)}`)} · {each.kind}
              </option>
            ))}
          </select>
        </label>
        {example && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
          <pre tabIndex={0}>{JSON.stringify(example, null, 2)}</pre>
        )}
      </div>
    </Panel>
  );
}
