import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dropToken, type TokenRow } from '@/api/account';
import { speakOf } from '@/i18n';
import { Failure } from '@/ui/Failure';
import { harmless } from '@/ui/harmless';
import { useMoments } from '@/ui/place';
import classes from './Account.module.css';
import { Card, Wrong } from './Card';
import { NewToken } from './NewToken';
import { tokensQuery } from './queries';
import { useScopeWord } from './scopes';

/** Keys by which other programs speak to the API in my name. Any page may show them: the words
 * of the account come along. */
export function Tokens() {
  const { t, i18n } = useTranslation();
  const word = useScopeWord();
  const moments = useMoments();
  const memory = useQueryClient();
  const [isSpoken, setSpoken] = useState(() => i18n.exists('account.tokens.title'));
  const tokens = useQuery(tokensQuery);
  const [isMaking, setMaking] = useState(false);
  const drop = useMutation({
    mutationFn: dropToken,
    onSettled: () => void memory.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  useEffect(() => {
    if (!isSpoken) void speakOf('account').then(() => setSpoken(true));
  }, [isSpoken]);
  if (!isSpoken) return null;
  const used = (row: TokenRow) =>
    row.used_at
      ? t('account.tokens.used', { when: moments.full(row.used_at) })
      : t('account.tokens.unused');
  const ends = (row: TokenRow) =>
    row.expires_at
      ? t('account.tokens.ends', { when: moments.full(row.expires_at) })
      : t('account.tokens.forever');
  return (
    <Card title={t('account.tokens.title')} why={t('account.tokens.why')}>
      {tokens.isError && <Failure error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.isSuccess && tokens.data.length === 0 && <p>{t('account.tokens.none')}</p>}
      <ul className={classes['rows']} aria-busy={tokens.isPending}>
        {(tokens.data ?? []).map((row) => (
          <li key={row.id}>
            <div>
              <b>{harmless(row.name) || t('account.tokens.nameless')}</b>
              <small>
                {used(row)} · {ends(row)}
              </small>
              <small>{row.scopes.map(word).join(', ')}</small>
            </div>
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              aria-label={t('account.tokens.dropWhat', { name: row.name })}
              loading={drop.isPending && drop.variables === row.id}
              onClick={() => drop.mutate(row.id)}
            >
              {t('account.tokens.drop')}
            </Button>
          </li>
        ))}
      </ul>
      <Wrong error={drop.error} />
      <div className={classes['acts']}>
        <Button variant="default" onClick={() => setMaking(true)}>
          {t('account.tokens.make')}
        </Button>
      </div>
      {isMaking && <NewToken onClose={() => setMaking(false)} />}
    </Card>
  );
}
