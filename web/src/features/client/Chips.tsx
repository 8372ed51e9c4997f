import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { labelsQuery } from '@/api/queries';
import type { Label } from '@/api/types';
import classes from './Chips.module.css';

const NONE: Label[] = [];

/** What people call a list or tag; a slug that no label has is shown as it is. */
export function useLabelName(): (kind: Label['kind'], slug: string) => string {
  const { t } = useTranslation();
  const labels = useQuery(labelsQuery).data ?? NONE;
  return (kind, slug) => {
    if (kind === 'list' && (slug === 'blacklist' || slug === 'vip')) return t(`lists.${slug}`);
    return labels.find((one) => one.kind === kind && one.slug === slug)?.name || slug;
  };
}

type Props = {
  lists?: readonly string[] | undefined;
  tags?: readonly string[] | undefined;
  /** Given to the call by a scheme. */
  callTags?: readonly string[] | undefined;
  source?: string | null | undefined;
  /** Inside a row that is a list item and a link itself. */
  inline?: boolean;
  children?: React.ReactNode;
};

/** Lists and tags of a client and his call, in a row. */
export function Chips({ lists = [], tags = [], callTags = [], source, inline, children }: Props) {
  const { t } = useTranslation();
  const name = useLabelName();
  const isEmpty = lists.length + tags.length + callTags.length === 0 && !source && !children;
  if (isEmpty) return null;
  const shown = [
    ...lists.map((slug) => ({ key: `l${slug}`, list: slug, text: name('list', slug) })),
    ...[...new Set([...tags, ...callTags])].map((slug) => ({
      key: `t${slug}`,
      list: undefined,
      text: name('tag', slug),
    })),
    ...(source
      ? [{ key: 'source', list: undefined, text: t('lists.from', { source: name('tag', source) }) }]
      : []),
  ];
  if (inline) {
    return (
      <span className={classes['chips']}>
        {shown.map((one) => (
          <span key={one.key} data-list={one.list}>
            {one.text}
          </span>
        ))}
      </span>
    );
  }
  return (
    <ul className={classes['chips']} aria-label={t('lists.label')}>
      {shown.map((one) => (
        <li key={one.key} data-list={one.list}>
          {one.text}
        </li>
      ))}
      {children}
    </ul>
  );
}
