import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { knownQuery } from '@/api/crm';
import classes from '@/features/popup/Glance.module.css';
import { glanceQuery } from '@/features/popup/queries';
import { harmless } from '@/ui/harmless';
import { Icon } from '@/ui/Icon';

/** Whom the CRM knows by a number: a line that comes when it comes, and holds nothing up. */
export function Known({ number }: { number: string }) {
  const { t } = useTranslation();
  const asks = useQuery(glanceQuery(number)).data?.asks_crm ?? false;
  const known = useQuery({ ...knownQuery(number), enabled: asks }).data;
  if (!known?.found) return null;
  const name = harmless(known.name) || t('known.nameless');
  return (
    <ul className={classes['facts']} data-testid="crm-known">
      <li>
        <Icon name="clients" size={16} />
        <span>
          {t('known.inCrm')}{' '}
          {known.url ? (
            <a href={known.url} target="_blank" rel="noreferrer">
              <b>{name}</b>
            </a>
          ) : (
            <b>{name}</b>
          )}{' '}
          {known.owner && (
            <small>
              {t(known.extension ? 'known.ownerAt' : 'known.owner', {
                name: harmless(known.owner),
                extension: known.extension,
              })}
            </small>
          )}
        </span>
      </li>
    </ul>
  );
}
