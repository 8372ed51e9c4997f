import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { whoRings } from '@/api/hub';
import type { Office } from '@/api/types';
import { useMe } from '@/app/context';
import { sees } from '@/features/cabinet/places';
import { Empty } from '@/ui/Empty';
import { Failure } from '@/ui/Failure';
import classes from './Check.module.css';

/** The view from the other end: what can make somebody's phones ring. */
export function WhoRings({ office }: { office: Office }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const people = office.people ?? [];
  const [params] = useSearchParams();
  const asked = people.find((one) => one.extension === params.get('rings'))?.extension;
  const [extension, setExtension] = useState(asked ?? me.extension ?? people[0]?.extension ?? '');
  const rings = useQuery({
    queryKey: ['who-rings', extension, i18n.language, office.version],
    queryFn: () => whoRings(extension),
    enabled: extension !== '',
  });
  if (people.length === 0) return null;
  return (
    <section className={`v-card ${classes['rings']}`} aria-labelledby="rings-title">
      <div className="v-head">
        <h2 id="rings-title">{t('check.rings')}</h2>
        <select
          aria-label={t('filter.person')}
          value={extension}
          onChange={(event) => setExtension(event.currentTarget.value)}
        >
          {people.map((one) => (
            <option key={one.extension} value={one.extension}>
              {one.name} {one.extension}
            </option>
          ))}
        </select>
      </div>
      {rings.isError && <Failure error={rings.error} retry={() => void rings.refetch()} />}
      {rings.data?.length === 0 && (
        <Empty title={t('check.nothingRings')}>
          <p>{t('check.nothingRingsText')}</p>
        </Empty>
      )}
      <ul className={classes['tale']}>
        {rings.data?.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way has no identity but its place
          <li key={index} className={classes['way']}>
            <span>
              {one.text}{' '}
              {one.scheme && one.node && sees(me.role, 'administrator') && (
                <Link to={`/schemes/${one.scheme}?node=${encodeURIComponent(one.node)}`}>
                  {t('trace.onScheme')}
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
