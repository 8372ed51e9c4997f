/** The form of a person as it is typed, and what of it is sent. */
import type { PersonEdit, PersonRow, SightWord, WorksFrom } from '@/api/people';

export type PhoneDraft = {
  key: string;
  account: string | null;
  name: string;
  kind: 'desk' | 'softphone' | 'dect' | 'fxs' | 'browser';
};
export type Draft = {
  name: string;
  login: string;
  role: string;
  /** Empty: as the role says. */
  sight: SightWord | '';
  /** Departments that are seen; none: those of his own. */
  sees: string[];
  extension: string;
  phones: PhoneDraft[];
  departments: string[];
  outbound: string;
  /** Seconds after which a mobile is rung too, of somebody who has no follow me yet. */
  follow: number | null;
  record: boolean;
  language: '' | 'ru' | 'en' | 'be';
  colleague: string;
  wrapUp: string;
  /** Empty: as it is. */
  pin: string;
  pinGone: boolean;
  listensTo: string[];
  worksFrom: WorksFrom;
  mobile: string;
  confirm: boolean;
};
export type Bad = Partial<Record<string, 'name' | 'login' | 'extension' | 'wrapUp' | 'pin'>>;

let made = 0;

/** A phone that has no account yet. */
export function newPhone(name: string, kind: PhoneDraft['kind'] = 'desk'): PhoneDraft {
  made += 1;
  return { key: `new-${made}`, account: null, name, kind };
}

export function draftOf(person: PersonRow | null, first: PhoneDraft, outbound: string): Draft {
  if (!person) {
    return {
      name: '',
      login: '',
      role: 'employee',
      sight: '',
      sees: [],
      extension: '',
      phones: [first],
      departments: [],
      outbound,
      follow: null,
      record: true,
      language: '',
      colleague: '',
      wrapUp: '0',
      pin: '',
      pinGone: false,
      listensTo: [],
      worksFrom: 'desk',
      mobile: '',
      confirm: true,
    };
  }
  const account = person.account?.active ? person.account : null;
  return {
    name: person.name,
    login: account?.login ?? '',
    role: account?.own_role ?? account?.role ?? 'employee',
    sight: account?.own_sight ?? '',
    sees: [...(account?.sight_departments ?? [])],
    extension: person.extension ?? '',
    phones: person.phones.map(({ account: key, name, kind }) => ({
      key,
      account: key,
      name,
      kind,
    })),
    departments: person.departments.map((one) => one.number),
    outbound: person.outbound ?? '',
    follow: null,
    record: person.record,
    language: person.language ?? '',
    colleague: person.colleague ?? '',
    wrapUp: String(person.wrap_up),
    pin: '',
    pinGone: false,
    listensTo: [...person.listens_to],
    worksFrom: person.works_from,
    mobile: person.mobile ?? '',
    confirm: person.confirm,
  };
}

/** What can be told before the hub is asked. */
export function badOf(draft: Draft): Bad {
  const bad: Bad = {};
  const wrapUp = Number(draft.wrapUp);
  if (!draft.name.trim()) bad['name'] = 'name';
  if (draft.login.trim() && !/^[\p{L}\p{N}_.@+-]{2,60}$/u.test(draft.login.trim())) {
    bad['login'] = 'login';
  }
  if (draft.extension.trim() && !/^[1-9][0-9]{1,4}$/.test(draft.extension.trim())) {
    bad['extension'] = 'extension';
  }
  if (!/^[0-9]+$/.test(draft.wrapUp) || wrapUp > 600) bad['wrap_up'] = 'wrapUp';
  if (draft.pin && !/^[0-9]{4,10}$/.test(draft.pin)) bad['pin'] = 'pin';
  return bad;
}

/**
 * `version`: the office that the form began from, `was` the form then. Follow me is sent only when
 * it is made here; of rights only what was changed, so that those given meanwhile stay.
 */
export function bodyOf(draft: Draft, version: number | null, was: Draft): PersonEdit {
  const comesIn = draft.login.trim() !== '';
  const isNew = was.login.trim() === '';
  const saw = `${was.sight} ${was.sees.join()}`;
  const isSeen = comesIn && (isNew || saw !== `${draft.sight} ${draft.sees.join()}`);
  const mobile = draft.mobile.trim();
  const extension = draft.extension.trim();
  return {
    name: draft.name.trim(),
    login: draft.login.trim() || null,
    role: comesIn && (isNew || draft.role !== was.role) ? draft.role : null,
    sight: isSeen ? draft.sight : null,
    sight_departments: isSeen ? (draft.sight === 'departments' ? draft.sees : []) : null,
    extension: extension || null,
    phones: draft.phones.map(({ account, name, kind }) => ({
      account,
      name: name.trim() || kind,
      kind,
      transport: 'udp',
    })),
    departments: draft.departments,
    outbound: draft.outbound || null,
    record: draft.record,
    language: draft.language || null,
    colleague: draft.colleague || null,
    wrap_up: Number(draft.wrapUp),
    pin: draft.pinGone ? '' : draft.pin || null,
    listens_to: draft.listensTo,
    works_from: draft.worksFrom,
    mobile: mobile || null,
    confirm: draft.confirm,
    reason: '',
    based_on: version,
  };
}

/** Who would be found by what is typed: by name, number, login, department, mobile. */
export function fits(person: PersonRow, typed: string): boolean {
  const words = [
    person.name,
    person.extension ?? '',
    person.account?.login ?? '',
    person.mobile ?? '',
    ...person.departments.map((one) => one.name),
  ]
    .join(' ')
    .toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** Cyrillic letters in the order of Unicode from U+0430 on, as Latin ones. */
const LATIN = 'a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sch - y - e yu ya'.split(' ');
const BESIDE: Record<number, string> = { 1105: 'e', 1110: 'i', 1118: 'u' };

function latin(letter: string): string {
  const code = letter.charCodeAt(0);
  return BESIDE[code] ?? LATIN[code - 0x430]?.replace('-', '') ?? letter;
}

/** A login that a name suggests: `anna.klimovich`. */
export function suggestedLogin(name: string): string {
  const words = name.toLowerCase().trim().split(/\s+/).slice(0, 2);
  return words
    .map((word) => [...word].map(latin).join(''))
    .join('.')
    .replace(/[^a-z0-9.]/g, '')
    .replace(/^\.|\.$/g, '');
}
