/** Words of the interface: Russian is the source, English and Belarusian are complete. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type equipment from './equipment/ru.json';
import type ru from './ru.json';

export type Language = 'ru' | 'en' | 'be';
export const LANGUAGES: readonly Language[] = ['ru', 'en', 'be'];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof ru & typeof equipment };
  }
}

const load: Record<Language, () => Promise<{ default: object }>> = {
  ru: () => import('./ru.json'),
  en: () => import('./en.json'),
  be: () => import('./be.json'),
};

/** Words of the pages about SIM cards and gateways: most people never open them (Q13). */
const loadEquipment: Record<Language, () => Promise<{ default: object }>> = {
  ru: () => import('./equipment/ru.json'),
  en: () => import('./equipment/en.json'),
  be: () => import('./equipment/be.json'),
};
let speaksOfEquipment = false;

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
  if (speaksOfEquipment) await addEquipment(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

async function addEquipment(language: Language): Promise<void> {
  const words = (await loadEquipment[language]()).default;
  i18next.addResourceBundle(language, 'translation', words, true);
}

/** Before a page about SIM cards or gateways is shown; from then on in every language chosen. */
export async function speakOfEquipment(): Promise<void> {
  if (speaksOfEquipment) return;
  speaksOfEquipment = true;
  const language = i18next.language;
  if (isLanguage(language)) await addEquipment(language);
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
