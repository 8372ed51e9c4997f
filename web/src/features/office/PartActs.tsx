import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Office.module.css';
import type { PartForm } from './part';

type Props<T> = { form: PartForm<T>; word?: string; onCancel?: () => void };

/** The foot of a form: what went wrong and what to do, what may be taken back, and saving. */
export function PartActs<T>({ form, word, onCancel }: Props<T>) {
  const { t } = useTranslation();
  return (
    <div className={classes['foot']}>
      {form.removed && (
        <p role="status" className={classes['removed']}>
          <span>{t('office.removed', { what: form.removed })}</span>
          <Button size="compact-sm" variant="default" onClick={form.putBack}>
            {t('office.putBack')}
          </Button>
        </p>
      )}
      {form.fault && (
        <p role="alert" className={classes['bad']}>
          {form.fault} <span className="v-mute">{t('office.kept')}</span>
        </p>
      )}
      {form.stale && (
        <div role="alert" className={classes['stale']}>
          <b>{t('office.stale')}</b>
          {form.stale.length > 0 && (
            <ul>
              {form.stale.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )}
          <div className={classes['acts']}>
            <Button size="compact-md" onClick={form.saveOver} loading={form.isPending}>
              {t('office.saveOver')}
            </Button>
            <Button size="compact-md" variant="default" onClick={form.reset}>
              {t('office.takeTheirs')}
            </Button>
          </div>
        </div>
      )}
      <div className={classes['acts']}>
        <Button type="submit" loading={form.isPending} disabled={!form.isTyped}>
          {word ?? t('office.publish')}
        </Button>
        {(form.isTyped || onCancel) && (
          <Button
            variant="default"
            onClick={() => {
              form.reset();
              onCancel?.();
            }}
          >
            {t('action.cancel')}
          </Button>
        )}
        {form.isTyped && <small className="v-mute">{t('office.unsaved')}</small>}
      </div>
    </div>
  );
}
