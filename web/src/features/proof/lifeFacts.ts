/** A life of a caller as facts to be put in words: only what is not the common case. Pure. */
import type { Life, Office } from '@/api/types';
import type { Place } from '@/ui/time';

type Word =
  | 'known'
  | 'lists'
  | 'tags'
  | 'presses'
  | 'silent'
  | 'patience'
  | 'queue'
  | 'line.busy'
  | 'line.down'
  | 'line.paused'
  | 'phone.busy'
  | 'phone.offline'
  | 'phone.answers'
  | 'away';

export type LifeFacts = {
  moment: string;
  line: string;
  caller: string;
  rest: { word: Word; of: Record<string, string> }[];
};

export function lifeFacts(life: Life, office: Office, place: Place): LifeFacts {
  const rest: LifeFacts['rest'] = [];
  const tell = (word: Word, of: Record<string, string> = {}) => rest.push({ word, of });
  const client = life.client;
  if (client?.known) tell('known');
  if (client?.lists?.length) tell('lists', { lists: client.lists.join(', ') });
  if (client?.tags?.length) tell('tags', { tags: client.tags.join(', ') });
  for (const [account, phone] of Object.entries(life.phones ?? {})) {
    const who = phoneName(account, office);
    if (phone.state !== 'free') tell(`phone.${phone.state}`, { who });
    else if (phone.answers !== null) tell('phone.answers', { who, seconds: `${phone.answers}` });
  }
  for (const extension of Object.keys(life.away ?? {}))
    tell('away', { who: phoneName(extension, office) });
  for (const [line, state] of Object.entries(life.lines ?? {}))
    tell(`line.${state}`, { who: lineName(line, office) });
  const keys = (life.keys ?? []).map((one) => one.digits).filter(Boolean);
  if (keys.length) tell('presses', { keys: keys.join(', ') });
  else if (life.keys?.length) tell('silent');
  if (life.queue_ahead) tell('queue', { count: `${life.queue_ahead}` });
  if (typeof life.patience === 'number') tell('patience', { seconds: `${life.patience}` });
  return {
    moment: momentOf(life.at, place),
    line: lineName(life.line, office),
    caller: life.caller,
    rest,
  };
}

/** `воскресенье, 1 ноября, 03:00`. */
export function momentOf(iso: string, { language, zone }: Place): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(iso));
}

export function phoneName(account: string, office: Office): string {
  const extension = account.split('-')[0] ?? account;
  const owner = office.people?.find((one) => one.extension === extension);
  return owner ? `${owner.name} ${account}` : account;
}

function lineName(id: string, office: Office): string {
  return office.lines?.find((one) => one.id === id)?.name ?? id;
}
