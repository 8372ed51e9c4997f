import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { typedNumber } from '@/ui/phone';
import classes from './NumberField.module.css';
import { Reach } from './Reach';

type Props = { isOn: boolean; onSend(number: string): void };

/** A number that is not on the desk: type it and press Enter, or drop a call on it. */
export default function NumberField({ isOn, onSend }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [barred, setBarred] = useState<string | null>(null);
  const number = typedNumber(text.trim());
  return (
    <form
      className={classes['field']}
      data-drop="number"
      data-number={number ?? ''}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isOn || !number || number === barred) return;
        onSend(number);
        setText('');
      }}
    >
      <TextInput
        aria-label={t('desk.numberLabel')}
        placeholder={t('desk.numberHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoComplete="off"
        inputMode="tel"
        maxLength={40}
      />
      {number && <Reach to={number} onKnown={setBarred} />}
    </form>
  );
}
