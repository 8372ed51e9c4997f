import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { labelsQuery } from '@/api/queries';
import { useLabelName } from '@/features/client/Chips';
import { Field, Fold } from './CaseFields';
import type { PartProps } from './cases';
import classes from './LifeForm.module.css';

/** Who he is to the company: lists, tags, his manager. */
export function CaseClient({ asked, set, office }: PartProps) {
  const { t } = useTranslation();
  const labels = useQuery(labelsQuery).data ?? [];
  const name = useLabelName();
  const told = [
    ...(asked.known ? [t('proof.case.known')] : []),
    ...asked.lists.map((slug) => name('list', slug)),
    ...asked.tags.map((slug) => name('tag', slug)),
  ];
  const toggle = (kind: 'lists' | 'tags', slug: string) =>
    set({
      [kind]: asked[kind].includes(slug)
        ? asked[kind].filter((one) => one !== slug)
        : [...asked[kind], slug],
    });
  return (
    <Fold title={t('proof.case.client')} told={told.join(', ') || t('proof.case.stranger')}>
      <div className={classes['checks']}>
        <label>
          <input
            type="checkbox"
            checked={asked.known}
            onChange={(event) => set({ known: event.currentTarget.checked })}
          />
          {t('proof.case.known')}
        </label>
        {labels.map(({ kind, slug }) => (
          <label key={`${kind} ${slug}`}>
            <input
              type="checkbox"
              checked={asked[kind === 'list' ? 'lists' : 'tags'].includes(slug)}
              onChange={() => toggle(kind === 'list' ? 'lists' : 'tags', slug)}
            />
            {t(kind === 'list' ? 'proof.case.onList' : 'proof.case.hasTag', {
              name: name(kind, slug),
            })}
          </label>
        ))}
      </div>
      <Field label={t('proof.case.manager')}>
        {(id) => (
          <select
            id={id}
            value={asked.manager}
            onChange={(event) => set({ manager: event.currentTarget.value })}
          >
            <option value="">{t('proof.case.noManager')}</option>
            {office.people?.map((one) => (
              <option key={one.extension} value={one.extension}>
                {one.name} {one.extension}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Fold>
  );
}
