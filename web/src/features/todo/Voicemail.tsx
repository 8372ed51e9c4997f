import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callQuery } from '@/api/queries';
import { Icon } from '@/ui/Icon';
import { duration } from '@/ui/time';
import classes from './Todo.module.css';

type Props = { call: number; seconds: number | null; name: string };

/** A message that he left, played where one reads of it; fetched when it is asked for. */
export function Voicemail({ call, seconds, name }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { data, error } = useQuery({ ...callQuery(call), enabled: isOpen });
  const messages = data?.messages ?? [];
  const url = messages.findLast((message) => message.url)?.url;
  if (!isOpen) {
    return (
      <button type="button" className={classes['mail']} onClick={() => setOpen(true)}>
        <Icon name="play" size={12} /> {t('promise.voicemail')}
        {seconds ? ` ${duration(seconds)}` : ''}
        <span className="v-hidden">: {t('promise.listen', { who: name })}</span>
      </button>
    );
  }
  if (error || (data && !url)) {
    return <small className={classes['pending']}>{t('mail.pending')}</small>;
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
      <audio
        controls
        autoPlay
        src={url ?? undefined}
        className={classes['audio']}
        aria-label={t('promise.listen', { who: name })}
      />
    </>
  );
}
