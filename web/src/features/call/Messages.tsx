import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { Icon } from '@/ui/Icon';
import { duration } from '@/ui/time';
import classes from './CallPage.module.css';

/** Voicemails of a call, to be listened to where they are told of. */
export function Messages({ messages }: { messages: readonly Message[] }) {
  const { t } = useTranslation();
  if (messages.length === 0) return null;
  return (
    <section className="v-card" aria-labelledby="mail-title">
      <div className="v-head">
        <h2 id="mail-title">{t('mail.title')}</h2>
      </div>
      {messages.map((message, index) => (
        <div key={message.url ?? index} className={classes['mail']}>
          <span>
            {message.owner
              ? t('mail.for', { who: message.owner_name ?? message.owner })
              : t('mail.forAll')}
            {message.seconds ? ` · ${duration(message.seconds)}` : ''}
          </span>
          {message.url ? (
            <>
              {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
              <audio
                controls
                preload="metadata"
                src={message.url}
                aria-label={t('mail.title')}
                data-testid="mail"
              />
              <Button
                component="a"
                href={`${message.url}?download=1`}
                download
                variant="default"
                size="xs"
                leftSection={<Icon name="down" size={15} />}
              >
                {t('player.download')}
              </Button>
            </>
          ) : (
            <span className="v-mute">{t('mail.pending')}</span>
          )}
        </div>
      ))}
    </section>
  );
}
