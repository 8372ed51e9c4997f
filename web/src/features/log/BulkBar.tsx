import { Button, Menu, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { addLabel, type CallQuery } from '@/api/hub';
import {
  type CallSelection,
  type CallsDeed,
  countQuery,
  doWithCalls,
  putCallsOnList,
  takeRecordings,
} from '@/api/log';
import { keys, labelsQuery } from '@/api/queries';
import { useMe, usePeople } from '@/app/context';
import { Terms, untilOf } from '@/features/client/BlacklistButton';
import { Icon } from '@/ui/Icon';
import { usePlace } from '@/ui/place';
import { useProblem } from '@/ui/problem';
import classes from './Tools.module.css';
import type { Picked } from './usePicked';

/** What can be done with the rows that are ticked, or with all that was found. */
export function BulkBar({ picked, ask }: { picked: Picked; ask: CallQuery }) {
  const { t, i18n } = useTranslation();
  const memory = useQueryClient();
  const problem = useProblem();
  const place = usePlace();
  const me = useMe();
  const people = usePeople();
  const told = useQuery(countQuery(ask)).data;
  const tags = (useQuery(labelsQuery).data ?? []).filter((one) => one.kind === 'tag');
  const [tagName, setTagName] = useState('');
  const number = new Intl.NumberFormat(i18n.language);
  const selection: CallSelection = picked.isAll ? { filters: ask } : { ids: [...picked.ids] };
  const most = told?.bulk_most ?? 0;
  const count = picked.isAll ? Math.min(told?.count ?? most, most) : picked.ids.size;
  const say = (message: string) => notifications.show({ message });
  const act = useMutation({
    mutationFn: (deed: () => Promise<string>) => deed(),
    onSuccess: (message) => {
      for (const queryKey of [keys.calls, ['promises'], ['lists'], keys.labels]) {
        void memory.invalidateQueries({ queryKey });
      }
      if (message) say(message);
      picked.clear();
    },
    onError: (error) => {
      const code = error instanceof ApiError ? error.code : '';
      const words =
        code === 'too_many_recordings' && error instanceof ApiError
          ? t('logTools.tooManySounds', { most: String(error.facts['most'] ?? '') })
          : code === 'no_recordings'
            ? t('logTools.noSounds')
            : problem(error);
      notifications.show({ message: words, color: 'red', role: 'alert' });
    },
  });
  const doDeed = (deed: CallsDeed) =>
    act.mutate(async () => {
      const { done } = await doWithCalls({ ...selection, deed });
      return done > 0 ? t('logTools.done', { count: done }) : t('logTools.nothingDone');
    });
  const newTag = () =>
    act.mutate(async () => {
      const label = await addLabel('tag', tagName.trim());
      const { done } = await doWithCalls({
        ...selection,
        deed: { action: 'tag', tag: label.slug },
      });
      setTagName('');
      return t('logTools.done', { count: done });
    });
  if (count === 0) return null;
  const isMore = !picked.isAll && told !== undefined && (told.count ?? 2) > picked.ids.size;
  return (
    <section className={classes['bulk']} aria-label={t('logTools.bulk')} aria-busy={act.isPending}>
      <b role="status">{t('logTools.picked', { count, shown: number.format(count) })}</b>
      {isMore && (
        <Button variant="subtle" size="compact-sm" onClick={picked.pickAll}>
          {told.count !== null && told.count <= most
            ? t('logTools.pickAll')
            : t('logTools.pickAllMost', { most: number.format(most) })}
        </Button>
      )}
      <Menu width={240} radius={12} withinPortal position="top" closeOnItemClick>
        <Menu.Target>
          <Button size="xs" variant="default" disabled={act.isPending}>
            {t('logTools.tag')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {tags.map((tag) => (
            <Menu.Item key={tag.slug} onClick={() => doDeed({ action: 'tag', tag: tag.slug })}>
              {tag.name}
            </Menu.Item>
          ))}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (tagName.trim()) newTag();
            }}
          >
            <TextInput
              m={6}
              size="xs"
              placeholder={t('logTools.newTag')}
              aria-label={t('logTools.tagName')}
              value={tagName}
              maxLength={40}
              onChange={(event) => setTagName(event.currentTarget.value)}
            />
          </form>
          {tags.length > 0 && <Menu.Label>{t('logTools.untag')}</Menu.Label>}
          {tags.map((tag) => (
            <Menu.Item
              key={`-${tag.slug}`}
              color="gray"
              onClick={() => doDeed({ action: 'untag', tag: tag.slug })}
            >
              − {tag.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu width={230} radius={12} withinPortal position="top">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            disabled={picked.isAll || act.isPending}
            title={picked.isAll ? t('logTools.onlyPicked') : undefined}
          >
            {t('logTools.blacklist')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Terms
            onPick={(hours) =>
              act.mutate(async () => {
                const ids = [...picked.ids];
                const { listed } = await putCallsOnList('blacklist', ids, untilOf(hours));
                return t('logTools.blacklisted', { count: listed });
              })
            }
          />
        </Menu.Dropdown>
      </Menu>
      <Menu width={250} radius={12} withinPortal position="top">
        <Menu.Target>
          <Button size="xs" variant="default" disabled={act.isPending}>
            {t('logTools.promises')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          <Menu.Item onClick={() => doDeed({ action: 'close_promises', reason: 'settled' })}>
            {t('logTools.closeSettled')}
          </Menu.Item>
          <Menu.Item onClick={() => doDeed({ action: 'close_promises', reason: 'no_need' })}>
            {t('logTools.closeNoNeed')}
          </Menu.Item>
          {me.person && (
            <Menu.Item onClick={() => doDeed({ action: 'give_promises', owner: me.person ?? '' })}>
              {t('logTools.take')}
            </Menu.Item>
          )}
          <Menu.Label>{t('logTools.giveTo')}</Menu.Label>
          {people.map((one) => (
            <Menu.Item
              key={one.person}
              onClick={() => doDeed({ action: 'give_promises', owner: one.person })}
            >
              {one.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="xs"
        variant="default"
        loading={act.isPending}
        leftSection={<Icon name="down" size={14} />}
        onClick={() =>
          act.mutate(async () => {
            save(await takeRecordings(selection, place.zone), 'recordings.zip');
            return '';
          })
        }
      >
        {t('logTools.records')}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={picked.clear}>
        {t('logTools.unpick')}
      </Button>
    </section>
  );
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
