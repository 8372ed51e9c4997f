import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Line, type Signed, sign, unsign } from '@/api/lines';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import { usePublish } from '@/features/gsm/publish';
import { useMoments } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Lines.module.css';

type Props = { line: Line; rule: NonNullable<Line['signature']> };

/** The country's rule that the line breaks (S13): what it means, and the owner's signature. */
export function Signature({ line, rule }: Props) {
  const { t } = useTranslation();
  const { role } = useMe();
  const problem = useProblem();
  const moments = useMoments();
  const [agreed, setAgreed] = useState(false);
  const [reason, setReason] = useState('');
  const give = usePublish((body: Signed) => sign(body));
  const take = usePublish((body: Signed) => unsign(body));
  const body = { line: line.id, rule: rule.rule, reason };
  const failure = give.error ?? take.error;
  return (
    <Panel title={t('line.rule.title')} className={classes['rule'] ?? ''}>
      <div className={classes['ruleText']} data-signed={rule.by !== null}>
        <p>{t('line.rule.what')}</p>
        {rule.by ? (
          <p>
            <b>
              {t('line.rule.signed', {
                who: rule.by,
                when: rule.at ? moments.full(rule.at) : '',
              })}
            </b>
          </p>
        ) : (
          <p>
            <b>{t('line.rule.unsigned')}</b>
          </p>
        )}
        {role !== 'owner' && <p>{t('line.rule.ownerOnly')}</p>}
        {role === 'owner' && rule.by && (
          <Button
            variant="default"
            loading={take.isPending}
            onClick={() => take.mutate(body, { onSuccess: () => setAgreed(false) })}
          >
            {t('line.rule.takeBack')}
          </Button>
        )}
        {role === 'owner' && !rule.by && (
          <form
            className={classes['ruleForm']}
            onSubmit={(event) => {
              event.preventDefault();
              give.mutate(body);
            }}
          >
            <Checkbox
              label={t('line.rule.agree')}
              checked={agreed}
              onChange={(event) => setAgreed(event.currentTarget.checked)}
            />
            <TextInput
              label={t('line.rule.reason')}
              placeholder={t('line.rule.reasonHint')}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!agreed} loading={give.isPending}>
              {t('line.rule.sign')}
            </Button>
            <small className="v-mute">{t('line.rule.audit')}</small>
          </form>
        )}
        {failure && (
          <p role="alert" className={classes['bad']}>
            {problem(failure)}
          </p>
        )}
      </div>
    </Panel>
  );
}
