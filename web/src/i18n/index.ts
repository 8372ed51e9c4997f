/** Words of the interface: Russian is the source, English and Belarusian are complete. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type account from './areas/account/ru.json';
import type audit from './areas/audit/ru.json';
import type client from './areas/client/ru.json';
import type desk from './areas/desk/ru.json';
import type hooks from './areas/hooks/ru.json';
import type lines from './areas/lines/ru.json';
import type links from './areas/links/ru.json';
import type log from './areas/log/ru.json';
import type mailings from './areas/mailings/ru.json';
import type office from './areas/office/ru.json';
import type people from './areas/people/ru.json';
import type popup from './areas/popup/ru.json';
import type privacy from './areas/privacy/ru.json';
import type prompts from './areas/prompts/ru.json';
import type proof from './areas/proof/ru.json';
import type publish from './areas/publish/ru.json';
import type reports from './areas/reports/ru.json';
import type scheme from './areas/scheme/ru.json';
import type start from './areas/start/ru.json';
import type todo from './areas/todo/ru.json';
import type equipment from './equipment/ru.json';
import type ru from './ru.json';

export type Language = 'ru' | 'en' | 'be';
export const LANGUAGES: readonly Language[] = ['ru', 'en', 'be'];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: typeof ru &
        typeof equipment &
        typeof account &
        typeof audit &
        typeof client &
        typeof desk &
        typeof hooks &
        typeof lines &
        typeof links &
        typeof log &
        typeof mailings &
        typeof office &
        typeof people &
        typeof popup &
        typeof privacy &
        typeof prompts &
        typeof proof &
        typeof publish &
        typeof reports &
        typeof scheme &
        typeof start &
        typeof todo;
    };
  }
}

const load: Record<Language, () => Promise<{ default: object }>> = {
  ru: () => import('./ru.json'),
  en: () => import('./en.json'),
  be: () => import('./be.json'),
};

/** Words of pages that most people never open (Q13): each area comes with its first page. */
const loadArea: Record<string, () => Promise<{ default: object }>> = {
  ...import.meta.glob<{ default: object }>('./equipment/*.json'),
  ...import.meta.glob<{ default: object }>('./areas/*/*.json'),
};
const AREAS = {
  account: './areas/account',
  audit: './areas/audit',
  client: './areas/client',
  desk: './areas/desk',
  hooks: './areas/hooks',
  lines: './areas/lines',
  log: './areas/log',
  links: './areas/links',
  mailings: './areas/mailings',
  office: './areas/office',
  people: './areas/people',
  popup: './areas/popup',
  privacy: './areas/privacy',
  prompts: './areas/prompts',
  proof: './areas/proof',
  publish: './areas/publish',
  reports: './areas/reports',
  scheme: './areas/scheme',
  start: './areas/start',
  todo: './areas/todo',
  equipment: './equipment',
} as const;
export type Area = keyof typeof AREAS;
const spoken = new Map<Area, Promise<void>>();

const STORE = 'vochi-language';

function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** What the person chose here, else what the browser asks for, else Russian. */
export function preferredLanguage(): Language {
  try {
    const chosen = localStorage.getItem(STORE);
    if (isLanguage(chosen)) return chosen;
  } catch {
    // storage is forbidden
  }
  for (const tag of navigator.languages) {
    const language = tag.slice(0, 2);
    if (isLanguage(language)) return language;
  }
  return 'ru';
}

export function hasChosenLanguage(): boolean {
  try {
    return isLanguage(localStorage.getItem(STORE));
  } catch {
    return false;
  }
}

export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const words = (await load[language]()).default;
    i18next.addResourceBundle(language, 'translation', words);
  }
  await Promise.all([...spoken.keys()].map((area) => addWords(area, language)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

async function addWords(area: Area, language: Language): Promise<void> {
  const words = await loadArea[`${AREAS[area]}/${language}.json`]?.();
  if (words) i18next.addResourceBundle(language, 'translation', words.default, true);
}

/** Before a page of these areas is shown; from then on in every language chosen. */
export async function speakOf(...areas: Area[]): Promise<void> {
  const language = i18next.language;
  await Promise.all(
    areas.map((area) => {
      const known = spoken.get(area);
      if (known) return known;
      const words = isLanguage(language) ? addWords(area, language) : Promise.resolve();
      spoken.set(area, words);
      // What did not come is asked for again.
      words.catch(() => spoken.delete(area));
      return words;
    }),
  );
}

export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(STORE, language);
  } catch {
    // storage is forbidden: the choice lasts as long as the page
  }
  await speak(language);
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
  });
  await speak(preferredLanguage());
}
