/** What a few typed letters or digits may mean: people, clients, a number to call, a screen. */
import type { Client, Presence } from '@/api/types';
import { prettyNumber, typedNumber } from '@/ui/phone';

export type Hit =
  | { kind: 'call'; key: string; number: string; name: string | null; title: string; note: string }
  | { kind: 'client'; key: string; id: number; title: string; note: string }
  | { kind: 'log'; key: string; q: string };

export function matches(text: string, q: string): boolean {
  return text.toLocaleLowerCase().includes(q.toLocaleLowerCase());
}

export function findHits(q: string, people: Presence[], clients: Client[]): Hit[] {
  const text = q.trim();
  if (!text) return [];
  const hits: Hit[] = [];
  const number = typedNumber(text);
  for (const person of people) {
    if (matches(person.name, text) || person.extension.startsWith(text)) {
      hits.push({
        kind: 'call',
        key: `p${person.extension}`,
        number: person.extension,
        name: person.name,
        title: person.name,
        note: person.extension,
      });
    }
  }
  for (const client of clients) {
    const phone = client.phones[0];
    hits.push({
      kind: 'client',
      key: `c${client.id}`,
      id: client.id,
      title: client.name || client.company_name || phone?.pretty || '',
      note: [client.name ? client.company_name : '', phone?.pretty].filter(Boolean).join(' · '),
    });
  }
  if (number && !people.some((person) => person.extension === number)) {
    hits.push({
      kind: 'call',
      key: 'number',
      number,
      name: null,
      title: prettyNumber(number),
      note: '',
    });
  }
  hits.push({ kind: 'log', key: 'log', q: text });
  return hits;
}
