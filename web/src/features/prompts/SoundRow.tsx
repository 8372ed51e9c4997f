import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { editSound, promptKeys, type Sound, throwAway } from '@/api/prompts';
import { Icon } from '@/ui/Icon';
import { usePlace } from '@/ui/place';
import { duration, fullMoment } from '@/ui/time';
import { Window } from '@/ui/Window';
import { PlayButton } from './PlayButton';
import classes from './Prompts.module.css';
import type { Making } from './PromptsPage';
import { usePromptChange } from './publish';
import { useSaid } from './said';
import { figure, loudnessOf, placeOf } from './sounds';

type Props = {
  sound: Sound;
  versions: Sound[];
  target: number;
  onMake(making: Making): void;
};

/** A sound of the office: heard, told of, changed. */
export function SoundRow({ sound, versions, target, onMake }: Props) {
  const { t, i18n } = useTranslation();
  const said = useSaid();
  const [open, setOpen] = useState<'rename' | 'drop' | 'versions' | null>(null);
  const change = usePromptChange();
  const { id, name } = sound.prompt;
  const loudness = loudnessOf(sound, target);
  const level = useMutation({
    mutationFn: () =>
      editSound(sound.prompt.sha256, {
        start: 0,
        end: null,
        fade_in: 0,
        fade_out: 0,
        normalise: true,
        cut_silence: false,
        name,
        replaces: id,
        draft: true,
      }),
    onSuccess: (made) => change.mutateAsync({ kind: 'put', sound: made, id, name }),
  });
  const failed = level.error ?? (open === null ? change.error : null);
  return (
    <li className={classes['row']} data-testid="prompt">
      <PlayButton url={sound.url} name={name} />
      <div className={classes['about']}>
        <p className={classes['name']}>
          <b>{name}</b>
          <span className="v-mute v-num">{duration(Math.max(1, sound.prompt.seconds))}</span>
        </p>
        <About sound={sound} />
        {loudness !== 'fine' && loudness !== 'unknown' && (
          <p className={classes['level']}>
            <span data-level={loudness}>
              {t(`prompts.level.${loudness}`, { value: figure(sound.loudness, i18n.language) })}
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              loading={level.isPending || change.isPending}
              onClick={() => level.mutate()}
            >
              {t('prompts.normaliseNow')}
            </Button>
          </p>
        )}
        <Uses sound={sound} />
        {failed && (
          <p role="alert" className={classes['bad']}>
            {said(failed)}
          </p>
        )}
      </div>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" size={36} aria-label={t('prompts.acts', { name })}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('rename')}>{t('prompts.rename')}</Menu.Item>
          <Menu.Item onClick={() => onMake({ replaces: sound, begin: sound })}>
            {t('prompts.cut')}
          </Menu.Item>
          <Menu.Item onClick={() => onMake({ replaces: sound, begin: null })}>
            {t('prompts.replace')}
          </Menu.Item>
          {versions.length > 0 && (
            <Menu.Item onClick={() => setOpen('versions')}>
              {t('prompts.versions', { count: versions.length })}
            </Menu.Item>
          )}
          <Menu.Item component="a" href={sound.url} download={`${id}.wav`}>
            {t('player.download')}
          </Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen('drop')}>
            {t('prompts.drop')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' && <Rename sound={sound} onClose={() => setOpen(null)} />}
      {open === 'drop' && <Drop sound={sound} onClose={() => setOpen(null)} />}
      {open === 'versions' && (
        <Window title={t('prompts.versionsOf', { name })} onClose={() => setOpen(null)}>
          <ul className={classes['list']}>
            {versions.map((each) => (
              <li key={each.prompt.sha256} className={classes['row']}>
                <PlayButton url={each.url} name={name} />
                <div className={classes['about']}>
                  <About sound={each} />
                </div>
                <Button
                  size="xs"
                  variant="default"
                  loading={change.isPending}
                  onClick={() =>
                    change.mutate(
                      { kind: 'put', sound: each, id, name },
                      { onSuccess: () => setOpen(null) },
                    )
                  }
                >
                  {t('prompts.bringBack')}
                </Button>
              </li>
            ))}
          </ul>
          {change.isError && (
            <p role="alert" className={classes['bad']}>
              {said(change.error)}
            </p>
          )}
        </Window>
      )}
    </li>
  );
}

/** A sound that the office does not name: heard, taken in, thrown away. */
export function SpareRow({ sound }: { sound: Sound }) {
  const { t } = useTranslation();
  const said = useSaid();
  const memory = useQueryClient();
  const change = usePromptChange();
  const drop = useMutation({
    mutationFn: () => throwAway(sound.prompt.sha256),
    onSuccess: () => memory.invalidateQueries({ queryKey: promptKeys.sounds }),
  });
  const { id, name } = sound.prompt;
  const failed = change.error ?? drop.error;
  return (
    <li className={classes['row']} data-testid="spare">
      <PlayButton url={sound.url} name={name} />
      <div className={classes['about']}>
        <p className={classes['name']}>
          <b>{name}</b>
          <span className="v-mute v-num">{duration(Math.max(1, sound.prompt.seconds))}</span>
        </p>
        <About sound={sound} />
        {failed && (
          <p role="alert" className={classes['bad']}>
            {said(failed)}
          </p>
        )}
      </div>
      <div className={classes['buttons']}>
        <Button
          size="xs"
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ kind: 'put', sound, id, name })}
        >
          {t('prompts.take')}
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => drop.mutate()}>
          {t('prompts.drop')}
        </Button>
      </div>
    </li>
  );
}

function About({ sound }: { sound: Sound }) {
  const { t } = useTranslation();
  const place = usePlace();
  return (
    <p className={classes['origin']}>
      {t(`prompts.origin.${sound.origin}`)}
      {sound.language && `, ${t(`prompts.language.${sound.language}` as 'prompts.language.ru')}`}
      {' · '}
      <time dateTime={sound.added_at}>
        {fullMoment(sound.added_at, place).replace(/:\d\d$/, '')}
      </time>
      {sound.text && <q>{sound.text}</q>}
    </p>
  );
}

function Uses({ sound }: { sound: Sound }) {
  const { t } = useTranslation();
  const uses = sound.uses ?? [];
  if (uses.length === 0) return <p className={classes['uses']}>{t('prompts.unused')}</p>;
  return (
    <p className={classes['uses']}>
      {t('prompts.heardIn')}{' '}
      {uses.map((use, at) => {
        const to = placeOf(use);
        return (
          <span key={use.place}>
            {at > 0 && '; '}
            {to ? <Link to={to}>{use.text}</Link> : use.text}
          </span>
        );
      })}
    </p>
  );
}

function Rename({ sound, onClose }: { sound: Sound; onClose(): void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const change = usePromptChange();
  const [name, setName] = useState(sound.prompt.name);
  const clean = name.trim();
  return (
    <Window title={t('prompts.rename')} onClose={onClose}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!clean) return;
          change.mutate(
            { kind: 'put', sound, id: sound.prompt.id, name: clean },
            { onSuccess: onClose },
          );
        }}
      >
        <TextInput
          data-autofocus
          label={t('prompts.nameLabel')}
          maxLength={80}
          value={name}
          error={clean ? null : t('prompts.nameNeeded')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {change.isError && (
          <p role="alert" className={classes['bad']}>
            {said(change.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!clean}>
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}

function Drop({ sound, onClose }: { sound: Sound; onClose(): void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const change = usePromptChange();
  const { id, name } = sound.prompt;
  const isNeeded = (sound.uses ?? []).length > 0;
  return (
    <Window title={t('prompts.dropTitle', { name })} onClose={onClose}>
      <div className={classes['form']}>
        {isNeeded ? (
          <>
            <p>{t('prompts.needed')}</p>
            <Uses sound={sound} />
          </>
        ) : (
          <p>{t('prompts.dropText')}</p>
        )}
        {change.isError && (
          <p role="alert" className={classes['bad']}>
            {said(change.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t(isNeeded ? 'action.close' : 'action.cancel')}
          </Button>
          {!isNeeded && (
            <Button
              color="red"
              loading={change.isPending}
              onClick={() => change.mutate({ kind: 'drop', id }, { onSuccess: onClose })}
            >
              {t('prompts.drop')}
            </Button>
          )}
        </div>
      </div>
    </Window>
  );
}
