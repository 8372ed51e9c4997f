import { useTranslation } from 'react-i18next';
import { grouped, markOf, type Placed } from './groups';
import classes from './Publish.module.css';

/** What differs, in words, under what it is about. */
export function Differences({ changes }: { changes: readonly Placed[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes['groups']}>
      {grouped(changes).map(({ section, changes: held }) => (
        <section key={section}>
          <h3>{t(`publish.about.${section}`)}</h3>
          <ul className={classes['changes']}>
            {held.map((change) => (
              <li key={`${change.code} ${change.place}`} data-mark={markOf(change.code)}>
                <span className="v-hidden">{t(`publish.mark.${markOf(change.code)}`)}: </span>
                {change.text}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
