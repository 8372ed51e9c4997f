import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type PersonRow, peopleQuery, type Saved } from '@/api/people';
import { officeQuery } from '@/api/queries';
import { useMe } from '@/app/context';
import { Panel } from '@/features/gsm/Panel';
import styles from '@/features/office/Office.module.css';
import { AccountFields } from './AccountFields';
import { draftOf, newPhone } from './draft';
import { MoreFields } from './MoreFields';
import { PhoneRows } from './PhoneRows';
import { Tick } from './Tick';
import { usePersonForm } from './usePersonForm';
import { WorksFields } from './WorksFields';

type Props = { person: PersonRow | null; onSaved(saved: Saved): void };

/** Person, login, role, number, phones, departments: one form, saved at once (S19). */
export function PersonForm({ person, onSaved }: Props) {
  const { t } = useTranslation();
  const { id: account } = useMe();
  const people = useQuery(peopleQuery).data;
  const office = useQuery(officeQuery).data;
  const [first] = useState(() => newPhone(t('staff.form.firstPhone')));
  const only = office?.outbound.length === 1 ? (office.outbound[0]?.id ?? '') : '';
  const form = usePersonForm({
    person: person?.person ?? null,
    account,
    saved: draftOf(person, first, only),
    version: people?.version ?? 0,
    more: (draft) => {
      const own = draft.extension.trim() || person?.extension || people?.free_extension || '';
      if (draft.follow === null || !draft.mobile.trim() || !own) return {};
      const mobile = { to: draft.mobile.replace(/[\s()-]/g, ''), confirm: true };
      const desk = { to: own, confirm: false };
      return {
        follow_me: {
          steps: [
            { seconds: draft.follow, targets: [desk] },
            { seconds: 25, targets: [desk, mobile] },
          ],
        },
      };
    },
    onSaved,
  });
  const { draft } = form;
  return (
    <Panel title={t('staff.form.who')}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <div className={styles['pair']}>
          <TextInput
            label={t('staff.form.name')}
            autoComplete="off"
            maxLength={80}
            autoFocus={person === null}
            value={draft.name}
            error={form.at('name')}
            onChange={(event) => form.change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('staff.form.extension')}
            description={
              person
                ? null
                : t('staff.form.extensionHint', {
                    free: people?.free_extension ?? t('staff.form.noFree'),
                  })
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            inputMode="numeric"
            autoComplete="off"
            maxLength={5}
            placeholder={people?.free_extension ?? ''}
            value={draft.extension}
            error={form.at('extension')}
            onChange={(event) => form.change({ extension: event.currentTarget.value })}
          />
        </div>
        <AccountFields form={form} person={person} office={office} />
        <PhoneRows form={form} />
        <fieldset>
          <legend>{t('staff.form.departments')}</legend>
          {office?.departments.length === 0 && (
            <small className="v-mute">
              {t('staff.form.noDepartments')}{' '}
              <Link to="/departments/new">{t('staff.form.makeDepartment')}</Link>
            </small>
          )}
          <div className={styles['acts']}>
            {office?.departments.map((one) => (
              <Tick
                key={one.number}
                label={`${one.name} · ${one.number}`}
                checked={draft.departments.includes(one.number)}
                onChange={(checked) =>
                  form.change({
                    departments: checked
                      ? [...draft.departments, one.number]
                      : draft.departments.filter((number) => number !== one.number),
                  })
                }
              />
            ))}
          </div>
          {form.at('departments') && (
            <small className={styles['bad']}>{form.at('departments')}</small>
          )}
        </fieldset>
        <NativeSelect
          label={t('staff.form.outbound')}
          value={draft.outbound}
          error={form.at('outbound')}
          onChange={(event) => form.change({ outbound: event.currentTarget.value })}
        >
          <option value="">{t('staff.form.noOutbound')}</option>
          {office?.outbound.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </NativeSelect>
        <WorksFields form={form} />
        <MoreFields form={form} person={person} office={office} />
        <FormActs form={form} isNew={person === null} />
      </form>
    </Panel>
  );
}

function FormActs({ form, isNew }: { form: ReturnType<typeof usePersonForm>; isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles['foot']}>
      {form.fault && (
        <p role="alert" className={styles['bad']}>
          {form.fault}
        </p>
      )}
      {form.stale && (
        <div role="alert" className={styles['stale']}>
          <b>{t('staff.form.stale')}</b>
          {form.stale.length > 0 && (
            <ul>
              {form.stale.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )}
          <div className={styles['acts']}>
            <Button size="compact-md" onClick={form.saveOver} loading={form.isPending}>
              {t('staff.form.saveOver')}
            </Button>
            <Button size="compact-md" variant="default" onClick={form.reset}>
              {t('staff.form.takeTheirs')}
            </Button>
          </div>
        </div>
      )}
      <div className={styles['acts']}>
        <Button type="submit" loading={form.isPending} disabled={!isNew && !form.isTyped}>
          {t(isNew ? 'staff.form.create' : 'staff.form.save')}
        </Button>
        {form.isTyped && (
          <>
            <Button variant="default" onClick={form.reset}>
              {t('action.cancel')}
            </Button>
            <small className="v-mute">{t('staff.form.unsaved')}</small>
          </>
        )}
      </div>
    </div>
  );
}
