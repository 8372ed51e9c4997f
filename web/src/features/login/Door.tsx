import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGES, type Language } from '@/i18n';
import classes from './Login.module.css';

/** Each language by its own name: whoever lost his way finds home. */
const NAMES: Record<Language, string> = { ru: 'Русский', en: 'English', be: 'Беларуская' };

/** The frame of the screens outside: logo, one card, languages. */
export function Door({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  return (
    <main className={classes['page']}>
      <div className={classes['box']}>
        <div className={classes['logo']}>
          vo<span>chi</span>
        </div>
        <div className={`v-card ${classes['card']}`}>{children}</div>
        <div className={classes['languages']}>
          {LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={i18n.language === language}
              onClick={() => void chooseLanguage(language)}
            >
              {NAMES[language]}
            </button>
          ))}
        </div>
      </div>
    </main>
  );
}
