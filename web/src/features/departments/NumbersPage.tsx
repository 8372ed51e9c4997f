import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { NumberPlan, ShortNumber } from '@/api/parts';
import type { Office } from '@/api/types';
import { Chooser } from '@/features/gsm/Chooser';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { OfficePage } from '@/features/office/OfficePage';
import { WithPlan } from '@/features/office/WithPlan';
import { MoveNumber } from './MoveNumber';

const USES = [
  'person',
  'department',
  'follow_me',
  'conference',
  'parking',
  'code',
  'emergency',
] as const;
type Shown = 'all' | (typeof USES)[number];

/** Every short number that is dialled here, what it is, and what is still free. */
export function NumbersPage() {
  const { t } = useTranslation();
  return (
    <OfficePage title={t('office.title')}>
      {(office) => <WithPlan>{(plan) => <Plan office={office} plan={plan} />}</WithPlan>}
    </OfficePage>
  );
}

function Plan({ office, plan }: { office: Office; plan: NumberPlan }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>('all');
  const [sought, setSought] = useState('');
  const [moving, setMoving] = useState<ShortNumber | null>(null);
  const name = useUseOf(office);
  const q = sought.trim().toLowerCase();
  const rows = plan.numbers.filter(
    (row) =>
      (shown === 'all' || row.use === shown) &&
      (q === '' || row.number.includes(q) || name(row).toLowerCase().includes(q)),
  );
  return (
    <div className={styles['cols']}>
      <section className="v-card" aria-label={t('office.room.numbers')}>
        <div className={styles['text']} style={{ paddingTop: 12, paddingBottom: 6 }}>
          <TextInput
            aria-label={t('office.plan.search')}
            placeholder={t('office.plan.search')}
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
        </div>
        <Chooser<Shown>
          label={t('office.plan.kinds')}
          value={shown}
          options={(['all', ...USES] as const).map((use) => ({
            value: use,
            label: t(`office.plan.use.${use}`),
          }))}
          onChange={setShown}
        />
        {rows.length === 0 ? (
          <p className={styles['text']}>
            {q ? t('office.plan.noneFound', { q: sought.trim() }) : t('office.plan.none')}
          </p>
        ) : (
          <div className={styles['wide']}>
            <table className={styles['table']}>
              <thead>
                <tr>
                  <th>{t('office.number')}</th>
                  <th>{t('office.plan.what')}</th>
                  <th>{t('office.plan.whose')}</th>
                  <th>{t('office.plan.usedBy')}</th>
                  <th>
                    <span className="v-hidden">{t('office.plan.acts')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.use} ${row.number} ${row.name}`}>
                    <td className={styles['mono']}>
                      <b>
                        {row.number}
                        {row.to && ` – ${row.to}`}
                      </b>
                    </td>
                    <td className="v-mute">{t(`office.plan.is.${row.use}`)}</td>
                    <td>
                      <Owner row={row} text={name(row)} />
                      {row.problems.map((one) => (
                        <p key={one.code} className={styles['warn']}>
                          {one.text}
                        </p>
                      ))}
                    </td>
                    <td>
                      <small className="v-mute">
                        {row.used_by.map((use) => use.text).join('; ')}
                      </small>
                    </td>
                    <td>
                      {isMovable(row) && (
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={t('office.plan.moveWhat', { what: name(row) })}
                          onClick={() => setMoving(row)}
                        >
                          {t('office.plan.move')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <Free plan={plan} length={office.numbering.length} />
      {moving && (
        <MoveNumber office={office} plan={plan} row={moving} onClose={() => setMoving(null)} />
      )}
    </div>
  );
}

const isMovable = (row: ShortNumber) =>
  ['person', 'department', 'follow_me', 'conference'].includes(row.use);

function Owner({ row, text }: { row: ShortNumber; text: string }) {
  const to = {
    person: `/people/${row.id}`,
    department: `/departments/${row.number}`,
    follow_me: `/departments/follow-me/${row.number}`,
    conference: '/departments/conferences',
    parking: '/departments/codes',
    code: '/departments/codes',
    emergency: null,
  }[row.use];
  return to ? <Link to={to}>{text}</Link> : text;
}

/** Whose a number is, in words: a code by what it does, an emergency number by its service. */
function useUseOf(office: Office): (row: ShortNumber) => string {
  const { t, i18n } = useTranslation();
  return (row) => {
    if (row.use === 'code') return t(`office.code.${row.name as 'park'}.name`);
    if (row.use === 'parking') return t('office.plan.slots', { count: Number(row.name) });
    if (row.use === 'emergency') {
      const key = `office.emergency.${office.company.country}${row.number}`;
      return i18n.exists(key) ? t(key as 'office.emergency.BY103') : t('office.plan.reserved');
    }
    return row.name;
  };
}

function Free({ plan, length }: { plan: NumberPlan; length: number }) {
  const { t } = useTranslation();
  const kinds = ['extensions', 'departments', 'follow_me', 'conferences'] as const;
  return (
    <Panel title={t('office.plan.free')}>
      <div className={styles['text']}>
        {plan.clash ? (
          <p className={styles['warn']}>{t('office.plan.clash', { length })}</p>
        ) : (
          kinds.map((kind) => {
            const rows = plan.free.filter((one) => one.kind === kind);
            const count = rows.reduce((sum, one) => sum + one.count, 0);
            return (
              <div key={kind}>
                <b>{t(`office.plan.kind.${kind}`)}</b>{' '}
                <span className="v-mute">{t('office.plan.left', { count })}</span>
                <p className={styles['tags']} style={{ marginTop: 4 }}>
                  {rows.map((one) => (
                    <span key={one.first} className="v-tag v-num">
                      {one.first === one.last ? one.first : `${one.first} – ${one.last}`}
                    </span>
                  ))}
                </p>
              </div>
            );
          })
        )}
        <p className="v-mute">
          {t('office.plan.where')} <Link to="/departments/company">{t('office.room.company')}</Link>
        </p>
      </div>
    </Panel>
  );
}
