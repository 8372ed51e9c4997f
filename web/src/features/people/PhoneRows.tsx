import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from '@/features/office/Office.module.css';
import { Icon } from '@/ui/Icon';
import { newPhone, type PhoneDraft } from './draft';
import classes from './People.module.css';
import type { PersonForm } from './usePersonForm';

const KINDS = ['desk', 'softphone', 'dect', 'fxs'] as const;

/** His phones: any number, each with a name and a kind. */
export function PhoneRows({ form }: { form: PersonForm }) {
  const { t } = useTranslation();
  const { phones } = form.draft;
  const put = (key: string, next: Partial<PhoneDraft>) =>
    form.change({ phones: phones.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  return (
    <fieldset>
      <legend>{t('staff.form.phones')}</legend>
      <small className="v-mute">
        {t(phones.length > 0 ? 'staff.form.phonesHint' : 'staff.form.noPhones')}
      </small>
      {phones.map((phone, index) => (
        <div key={phone.key} className={classes['phoneRow']}>
          <TextInput
            aria-label={t('staff.form.phoneName')}
            maxLength={80}
            value={phone.name}
            error={form.at(`phones/${index}`)}
            onChange={(event) => put(phone.key, { name: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={t('staff.form.phoneKind')}
            value={phone.kind}
            onChange={(event) =>
              put(phone.key, { kind: event.currentTarget.value as PhoneDraft['kind'] })
            }
          >
            {(phone.kind === 'browser' ? [...KINDS, 'browser' as const] : KINDS).map((kind) => (
              <option key={kind} value={kind}>
                {t(`staff.form.kind.${kind}`)}
              </option>
            ))}
          </NativeSelect>
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            aria-label={t('staff.form.removePhone', { name: phone.name })}
            onClick={() => form.change({ phones: phones.filter((one) => one.key !== phone.key) })}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={styles['acts']}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="plus" size={14} />}
          disabled={phones.length >= 20}
          onClick={() => form.change({ phones: [...phones, newPhone(t('staff.form.firstPhone'))] })}
        >
          {t('staff.form.addPhone')}
        </Button>
      </div>
    </fieldset>
  );
}
