import { useTranslation } from 'react-i18next';
import type { Life, Office } from '@/api/types';
import { prettyNumber } from '@/ui/phone';
import { usePlace } from '@/ui/place';
import { lifeFacts } from './lifeFacts';
import classes from './Proof.module.css';

/** Whose life is played: the moment, the line, and how the world stands then. */
export function LifeWords({ life, office }: { life: Life; office: Office }) {
  const { t } = useTranslation();
  const place = usePlace();
  const facts = lifeFacts(life, office, place);
  const who = facts.caller ? prettyNumber(facts.caller) : t('proof.life.hidden');
  return (
    <div className={classes['life']}>
      <p>
        <b>{facts.moment}</b>: {t('proof.life.comes', { who, line: facts.line })}
      </p>
      {facts.rest.length > 0 && (
        <ul>
          {facts.rest.map(({ word, of }) => (
            <li key={`${word} ${of['who'] ?? ''}`}>
              {t(`proof.life.${word}` as 'proof.life.away', of as { who: string })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
