import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PersonRow } from '@/api/people';
import type { Office } from '@/api/types';
import styles from '@/features/office/Office.module.css';
import type { Language } from '@/i18n';
import type { Draft } from './draft';
import classes from './People.module.css';
import { Tick } from './Tick';
import type { PersonForm } from './usePersonForm';

type Props = { form: PersonForm; person: PersonRow | null; office: Office | undefined };

/** What most people never need to touch. */
export function MoreFields({ form, person, office }: Props) {
  const { t } = useTranslation();
  const { draft } = form;
  const isWrong = ['wrap_up', 'pin', 'colleague', 'listens_to', 'follow_me', 'language'].some(
    (field) => form.at(field) !== null,
  );
  return (
    <details className={classes['group']} open={isWrong || undefined}>
      <summary>{t('staff.form.moreShort')}</summary>
      <div className={classes['inner']}>
        <Tick
          label={t('staff.form.record')}
          checked={draft.record}
          onChange={(checked) => form.change({ record: checked })}
        />
        <div className={styles['pair']}>
          <NativeSelect
            label={t('staff.form.language')}
            value={draft.language}
            onChange={(event) =>
              form.change({ language: event.currentTarget.value as Draft['language'] })
            }
          >
            <option value="">{t('staff.form.companyLanguage')}</option>
            {Object.entries(NAMES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t('staff.form.colleague')}
            value={draft.colleague}
            error={form.at('colleague')}
            onChange={(event) => form.change({ colleague: event.currentTarget.value })}
          >
            <option value="">{t('staff.form.nobody')}</option>
            {office?.people
              .filter((one) => one.id !== person?.person)
              .map((one) => (
                <option key={one.id} value={one.extension}>
                  {one.name} · {one.extension}
                </option>
              ))}
          </NativeSelect>
        </div>
        <div className={styles['pair']}>
          <TextInput
            label={t('staff.form.wrapUp')}
            description={t('staff.form.wrapUpHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            inputMode="numeric"
            maxLength={3}
            value={draft.wrapUp}
            error={form.at('wrap_up')}
            onChange={(event) => form.change({ wrapUp: event.currentTarget.value.trim() })}
          />
          <div>
            <TextInput
              label={t('staff.form.pin')}
              inputMode="numeric"
              autoComplete="off"
              maxLength={10}
              disabled={draft.pinGone}
              placeholder={t(person?.has_pin ? 'staff.form.pinSet' : 'staff.form.pinHint')}
              value={draft.pin}
              error={form.at('pin')}
              onChange={(event) => form.change({ pin: event.currentTarget.value.trim() })}
            />
            {person?.has_pin && (
              <Tick
                label={t('staff.form.pinGone')}
                checked={draft.pinGone}
                onChange={(checked) => form.change({ pinGone: checked, pin: '' })}
              />
            )}
          </div>
        </div>
        {(office?.departments.length ?? 0) > 0 && (
          <fieldset>
            <legend>{t('staff.form.listens')}</legend>
            <div className={styles['acts']}>
              {office?.departments.map((one) => (
                <Tick
                  key={one.number}
                  label={one.name}
                  checked={draft.listensTo.includes(one.number)}
                  onChange={(checked) =>
                    form.change({
                      listensTo: checked
                        ? [...draft.listensTo, one.number]
                        : draft.listensTo.filter((number) => number !== one.number),
                    })
                  }
                />
              ))}
            </div>
          </fieldset>
        )}
        <Follow form={form} person={person} />
      </div>
    </details>
  );
}

/** Own name for each language: whoever lost his way finds home. */
const NAMES: Record<Language, string> = { ru: 'Русский', en: 'English', be: 'Беларуская' };

function Follow({ form, person }: { form: PersonForm; person: PersonRow | null }) {
  const { t } = useTranslation();
  const { draft } = form;
  const found = person?.follow_me;
  return (
    <fieldset>
      <legend>{t('staff.form.follow')}</legend>
      {found ? (
        <small className="v-mute">
          {t('staff.form.followHas', { number: found.number, name: found.name })}{' '}
          <Link to={`/departments/follow-me/${found.number}`}>{t('staff.form.followOpen')}</Link>
        </small>
      ) : (
        <Tick
          label={t('staff.form.followMake')}
          disabled={!draft.mobile.trim()}
          checked={draft.follow !== null}
          onChange={(checked) => form.change({ follow: checked ? 15 : null })}
        />
      )}
      {draft.follow !== null && (
        <NativeSelect
          label={t('staff.form.followAfter')}
          value={draft.follow}
          data={['5', '10', '15', '20', '30']}
          onChange={(event) => form.change({ follow: Number(event.currentTarget.value) })}
        />
      )}
      {form.at('follow_me') && <small className={styles['bad']}>{form.at('follow_me')}</small>}
    </fieldset>
  );
}
