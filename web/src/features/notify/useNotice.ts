import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rings } from '@/features/popup/shown';
import { harmless } from '@/ui/harmless';
import { nameOf } from '@/ui/party';
import { show, take } from './notice';
import { standing, watchStanding } from './permission';

function watchHidden(watcher: () => void): () => void {
  document.addEventListener('visibilitychange', watcher);
  return () => document.removeEventListener('visibilitychange', watcher);
}

/** Tells of a ringing call while no tab is seen; gone as soon as it rings no more here. */
export function useNotice(rings: Rings, isFirst: boolean): void {
  const { t } = useTranslation();
  const isHidden = useSyncExternalStore(watchHidden, () => document.hidden);
  const isOn = useSyncExternalStore(watchStanding, standing) === 'on';
  const tag = rings?.linkedId ?? null;
  const client = rings?.call.client;
  const title = client ? harmless(nameOf(client, t)) : '';
  const number = client && title !== client.pretty ? client.pretty : '';
  const line = rings?.call.line_name ?? '';
  const body = [number, line].filter(Boolean).join(' · ') || t('focus.ring');
  const isWanted = tag !== null && isOn && isHidden && isFirst;

  useEffect(() => {
    if (isWanted && tag) void show({ tag, title: t('popup.notice', { who: title }), body });
  }, [isWanted, tag, title, body, t]);
  useEffect(() => {
    if (!tag) return;
    return () => void take(tag);
  }, [tag]);
  // Whoever looks at the tab again needs no notification.
  useEffect(() => {
    if (!isHidden && tag) void take(tag);
  }, [isHidden, tag]);
}
