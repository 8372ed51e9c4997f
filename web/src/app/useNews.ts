/** What an event of the board makes stale elsewhere, and what it makes worth reading ahead. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { gsmKeys, noteSim } from '@/api/gsm-queries';
import { byNumberQuery, clientQuery, historyQuery, keys } from '@/api/queries';
import type { Me } from '@/api/types';
import { glanceKey, glanceQuery } from '@/features/popup/queries';
import { noteSms } from '@/features/sms/queries';
import { notePromise, spoilPromises } from '@/features/todo/queries';
import { partOf } from '@/live/board';
import type { LiveStore } from '@/live/store';

export function useNews(store: LiveStore, me: Me): void {
  const memory = useQueryClient();
  const extension = me.extension;
  useEffect(
    () =>
      store.hear((event) => {
        const spoil = (queryKey: readonly unknown[]) => void memory.invalidateQueries({ queryKey });
        switch (event.name) {
          case 'call': {
            // The card is fetched while the phone gives its first ring (P02).
            if (!partOf(event.data, extension)) return;
            const { id, number } = event.data.client;
            if (id !== null) {
              void memory.prefetchQuery(clientQuery(id));
              void memory.prefetchInfiniteQuery(historyQuery(id));
            } else if (number) {
              void memory.prefetchQuery(byNumberQuery(number));
            }
            if (number) void memory.prefetchQuery(glanceQuery(number));
            return;
          }
          case 'call_ended':
            spoil(['history']);
            spoil(keys.call(event.data.id));
            spoil(glanceKey);
            return;
          case 'client':
            spoil(keys.clients);
            spoil(keys.client(event.data.id));
            spoil(glanceKey);
            spoil(keys.history(event.data.id));
            spoil(['client-by-number']);
            spoil(keys.calls);
            spoilPromises(memory);
            spoil(['call']);
            return;
          case 'presence':
          case 'line':
            spoil(keys.devices);
            spoil(keys.lines);
            return;
          case 'office':
            store.refresh();
            spoil(keys.devices);
            spoil(keys.lines);
            spoil(keys.office);
            spoil(keys.me);
            for (const key of gsmKeys.ofOffice) spoil(key);
            return;
          case 'promise':
            notePromise(memory, event.data);
            return;
          case 'sms':
            noteSms(memory, event.data);
            if (event.data.origin === 'missed') spoilPromises(memory);
            spoil(glanceKey);
            return;
          case 'sim':
            noteSim(memory, event.data.line);
            spoil(gsmKeys.journal);
            return;
          case 'gateway':
            spoil(gsmKeys.gateways);
            return;
          case 'engine':
          case 'alarms':
            return;
          case 'reset':
            void memory.invalidateQueries();
            return;
          default:
            event satisfies never;
        }
      }),
    [store, memory, extension],
  );
}
