import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/Icon';
import card from './Card.module.css';
import type { CardPhone } from './merge';

const KINDS = ['', 'mobile', 'work', 'home', 'fax', 'other'] as const;
const NEW: CardPhone = { number: '', kind: '', comment: '' };

type Props = { phones: CardPhone[]; onChange(phones: CardPhone[]): void };

/** Numbers of a card in their order, each with what it is; the first one is rung first. */
export function PhoneFields({ phones, onChange }: Props) {
  const { t } = useTranslation();
  const put = (index: number, change: Partial<CardPhone>) => {
    const phone = phones[index];
    if (phone) onChange(phones.with(index, { ...phone, ...change }));
  };
  const up = (index: number) => {
    const [moved, above] = [phones[index], phones[index - 1]];
    if (moved && above) onChange(phones.with(index - 1, moved).with(index, above));
  };
  return (
    <>
      {phones.map((phone, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
        <div key={index} className={card['phoneRow']}>
          <TextInput
            type="tel"
            label={t('client.phoneN', { n: index + 1 })}
            maxLength={40}
            autoComplete="off"
            value={phone.number}
            onChange={(event) => put(index, { number: event.currentTarget.value })}
          />
          <label className={card['select']}>
            <span>{t('card.phoneKind')}</span>
            <select
              value={phone.kind}
              aria-label={t('card.kindOf', { n: index + 1 })}
              onChange={(event) => put(index, { kind: event.currentTarget.value })}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {kind === '' ? '—' : t(`card.kind.${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <TextInput
            label={t('card.comment')}
            aria-label={t('card.commentOf', { n: index + 1 })}
            maxLength={80}
            autoComplete="off"
            value={phone.comment}
            onChange={(event) => put(index, { comment: event.currentTarget.value })}
          />
          <span className={card['rowActs']}>
            <ActionIcon
              variant="default"
              size={36}
              disabled={index === 0}
              aria-label={t('card.up', { n: index + 1 })}
              title={t('card.upShort')}
              onClick={() => up(index)}
            >
              <span aria-hidden>↑</span>
            </ActionIcon>
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t('edit.removePhone', { phone: phone.number })}
              onClick={() => onChange(phones.toSpliced(index, 1))}
            >
              <Icon name="close" size={16} />
            </ActionIcon>
          </span>
        </div>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...phones, NEW])}
        >
          {t('edit.addPhone')}
        </Button>
      </div>
    </>
  );
}
