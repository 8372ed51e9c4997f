import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type ClientImport, fieldsQuery, type ImportLine, type Policy } from '@/api/cards';
import { harmless } from '@/ui/harmless';
import { prettyNumber } from '@/ui/phone';
import classes from './Card.module.css';

const COLUMNS = [
  'name',
  'last_name',
  'first_name',
  'middle_name',
  'company',
  'phone',
  'mobile',
  'work',
  'home',
  'email',
  'tags',
  'responsible',
  'note',
] as const;
const POLICIES = ['fill', 'replace', 'skip'] as const;
const WHATS = ['bad', 'made', 'changed', 'same'] as const;

type Props = {
  it: ClientImport;
  isPending: boolean;
  onChange(change: { columns?: string[]; policy?: Policy }): void;
};

/** What a file would do, or did: counts, columns, the first lines of each kind. */
export function ImportLook({ it, isPending, onChange }: Props) {
  const { t } = useTranslation();
  const own = useQuery(fieldsQuery).data ?? [];
  const counts = it.did ?? it.counts;
  const [shown, setShown] = useState<(typeof WHATS)[number]>(it.counts.bad > 0 ? 'bad' : 'made');
  const lines: ImportLine[] = it.shown[shown] ?? [];
  const isReady = it.state === 'ready';
  return (
    <>
      <div className={classes['counts']}>
        {(['made', 'changed', 'same', 'bad'] as const).map((what) => (
          <div key={what} data-bad={what === 'bad' && counts[what] > 0}>
            <b className="v-num">{counts[what]}</b>
            <small>{t(`card.what.${what}`)}</small>
          </div>
        ))}
      </div>
      {isReady && (
        <div className={classes['two']}>
          <label className={classes['select']}>
            <span>{t('card.policy')}</span>
            <select
              value={it.policy}
              disabled={isPending}
              onChange={(event) => onChange({ policy: event.currentTarget.value as Policy })}
            >
              {POLICIES.map((one) => (
                <option key={one} value={one}>
                  {t(`card.policies.${one}`)}
                </option>
              ))}
            </select>
          </label>
          {it.kind !== 'vcard' &&
            it.columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns stand where the file has them
              <label key={index} className={classes['select']}>
                <span>{harmless(column.heading) || t('card.columnN', { n: index + 1 })}</span>
                <select
                  value={column.field}
                  disabled={isPending}
                  onChange={(event) => {
                    const fields = it.columns.map((one) => one.field);
                    onChange({ columns: fields.with(index, event.currentTarget.value) });
                  }}
                >
                  <option value="">{t('card.leaveColumn')}</option>
                  {COLUMNS.map((one) => (
                    <option key={one} value={one}>
                      {t(`card.column.${one}`)}
                    </option>
                  ))}
                  {own
                    .filter((one) => !one.retired)
                    .map((one) => (
                      <option key={one.slug} value={`values.${one.slug}`}>
                        {one.name}
                      </option>
                    ))}
                </select>
              </label>
            ))}
        </div>
      )}
      {isReady && it.new_tags.length > 0 && (
        <p className="v-mute">{t('card.newTags', { tags: harmless(it.new_tags.join(', ')) })}</p>
      )}
      <fieldset className={classes['choices']} aria-label={t('card.firstLines')}>
        {WHATS.filter((what) => it.counts[what] > 0).map((what) => (
          <label key={what} className={classes['option']}>
            <input
              type="radio"
              name="shown"
              checked={shown === what}
              onChange={() => setShown(what)}
            />
            {t(`card.what.${what}`)}
          </label>
        ))}
      </fieldset>
      {lines.length > 0 && (
        <div className={classes['scroll']}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th>{t('card.line')}</th>
                <th>{t('client.name')}</th>
                <th>{t('client.phones')}</th>
                <th>{t('card.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.line}>
                  <td className="v-num">{line.line}</td>
                  <td>{harmless([line.name, line.company_name].filter(Boolean).join(', '))}</td>
                  <td>{line.phones.map(prettyNumber).join(', ')}</td>
                  <td className={line.problems.length > 0 ? classes['bad'] : undefined}>
                    {line.problems.map((one) => harmless(one.text)).join(' ')}
                    {line.client !== null && (
                      <Link to={`/clients/${line.client}`}>{t('card.thisCard')}</Link>
                    )}
                    {line.first !== null && t('card.sameAsLine', { line: line.first })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
