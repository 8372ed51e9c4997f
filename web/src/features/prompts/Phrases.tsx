import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { phrasesQuery, type SpokenLanguage } from '@/api/prompts';
import { Panel } from '@/features/gsm/Panel';
import { Failure } from '@/ui/Failure';
import { SearchField } from '@/ui/SearchField';
import { PlayButton } from './PlayButton';
import classes from './Prompts.module.css';

const LANGUAGES: SpokenLanguage[] = ['ru', 'be', 'en'];
const SHOWN = 8;

/** What the product says by itself: to be listened to, in each of its languages. */
export function Phrases() {
  const { t, i18n } = useTranslation();
  const phrases = useQuery(phrasesQuery);
  const [language, setLanguage] = useState<SpokenLanguage>(() =>
    i18n.language === 'en' || i18n.language === 'be' ? i18n.language : 'ru',
  );
  const [words, setWords] = useState('');
  const [isWhole, setWhole] = useState(false);
  const folded = words.trim().toLocaleLowerCase();
  const found = (phrases.data ?? []).filter(
    (each) => each.language === language && each.text.toLocaleLowerCase().includes(folded),
  );
  const shown = isWhole || folded ? found : found.slice(0, SHOWN);
  return (
    <Panel title={t('prompts.phrases')} note={t('prompts.phrasesNote')}>
      <div className={classes['tools']}>
        <SegmentedControl
          size="xs"
          aria-label={t('prompts.phrasesLanguage')}
          value={language}
          onChange={(next) => setLanguage(next as SpokenLanguage)}
          data={LANGUAGES.map((value) => ({ value, label: t(`prompts.language.${value}`) }))}
        />
        <SearchField label={t('prompts.phrasesFind')} value={words} onChange={setWords} />
      </div>
      {phrases.isError && <Failure error={phrases.error} retry={() => void phrases.refetch()} />}
      <ul className={classes['phrases']}>
        {shown.map((each) => (
          <li key={each.phrase}>
            <PlayButton url={each.url} name={each.text} size={30} />
            <span lang={each.language}>{each.text}</span>
          </li>
        ))}
      </ul>
      {phrases.data && found.length === 0 && (
        <p className={classes['none']}>{t('prompts.phrasesNone')}</p>
      )}
      {!folded && found.length > SHOWN && (
        <div className={classes['more']}>
          <Button variant="default" size="xs" onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('prompts.phrasesLess') : t('prompts.phrasesAll', { count: found.length })}
          </Button>
        </div>
      )}
    </Panel>
  );
}
