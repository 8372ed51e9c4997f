import { Button, Checkbox, MultiSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Music } from '@/api/prompts';
import { officeQuery } from '@/api/queries';
import type { components } from '@/api/schema';
import { Panel } from '@/features/gsm/Panel';
import { Window } from '@/ui/Window';
import { PlayButton } from './PlayButton';
import classes from './Prompts.module.css';
import { usePromptChange } from './publish';
import { useSaid } from './said';
import { type Listed, placeOf } from './sounds';

type OnHold = components['schemas']['MusicOnHold'];
type Props = { music: Music; sounds: Listed[] };

/** What a client hears while he is held: of the company, and of departments. */
export function MusicPanel({ music, sounds }: Props) {
  const { t } = useTranslation();
  const office = useQuery(officeQuery);
  /** A department's number, or empty for the company. */
  const [open, setOpen] = useState<string | null>(null);
  const policy = music.policy;
  const own = policy.company ?? null;
  const departments = office.data?.departments ?? [];
  const byNumber = new Map((policy.departments ?? []).map((each) => [each.department, each]));
  const uses = music.uses;
  return (
    <Panel title={t('prompts.music')} note={t('prompts.musicNote')}>
      <ul className={classes['list']}>
        <Hold name={t('prompts.musicCompany')} onOpen={() => setOpen('')}>
          {own ? (
            <Played hold={own} sounds={sounds} />
          ) : (
            <p className={classes['origin']}>
              {t('prompts.musicBox')}{' '}
              {music.box.slice(0, 3).map((url, at) => (
                <PlayButton
                  key={url}
                  url={url}
                  name={`${t('prompts.piece')} ${at + 1}`}
                  size={26}
                />
              ))}
            </p>
          )}
          {uses.length > 0 && (
            <p className={classes['uses']}>
              {t('prompts.musicToo')}{' '}
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
          )}
        </Hold>
        {departments.map(({ number, name }) => {
          const hold = byNumber.get(number);
          return (
            <Hold key={number} name={`${number} · ${name}`} onOpen={() => setOpen(number)}>
              {hold ? (
                <Played hold={hold} sounds={sounds} />
              ) : (
                <p className={classes['origin']}>{t('prompts.musicAsCompany')}</p>
              )}
            </Hold>
          );
        })}
      </ul>
      {open !== null && (
        <MusicWindow
          number={open}
          name={departments.find((each) => each.number === open)?.name ?? ''}
          hold={(open ? byNumber.get(open) : own) ?? null}
          sounds={sounds}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

function Hold(props: { name: string; onOpen(): void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className={classes['row']} data-testid="hold">
      <div className={classes['about']}>
        <p className={classes['name']}>
          <b>{props.name}</b>
        </p>
        {props.children}
      </div>
      <Button
        size="xs"
        variant="default"
        onClick={props.onOpen}
        aria-label={t('prompts.musicChangeOf', { name: props.name })}
      >
        {t('prompts.musicChange')}
      </Button>
    </li>
  );
}

function Played({ hold, sounds }: { hold: OnHold; sounds: Listed[] }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={classes['pieces']}>
        {hold.prompts.map((id) => {
          const sound = sounds.find((each) => each.sound.prompt.id === id)?.sound;
          return (
            <span key={id}>
              {sound && <PlayButton url={sound.url} name={sound.prompt.name} size={26} />}
              {sound?.prompt.name ?? id}
            </span>
          );
        })}
        {hold.shuffled && <small className="v-mute">{t('prompts.shuffled')}</small>}
      </p>
      <p className={classes['origin']} data-missing={!hold.licence}>
        {hold.licence ? t('prompts.licenceIs', { text: hold.licence }) : t('prompts.noLicence')}
      </p>
    </>
  );
}

type WindowProps = {
  number: string;
  name: string;
  hold: OnHold | null;
  sounds: Listed[];
  onClose(): void;
};

function MusicWindow({ number, name, hold, sounds, onClose }: WindowProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const office = useQuery(officeQuery);
  const change = usePromptChange();
  const [prompts, setPrompts] = useState<string[]>(() => [...(hold?.prompts ?? [])]);
  const [shuffled, setShuffled] = useState(hold?.shuffled ?? false);
  const [licence, setLicence] = useState(hold?.licence ?? '');
  const policy = office.data?.policy;
  const put = (next: OnHold | null) => {
    if (!policy) return;
    const now = policy.music ?? {};
    const others = (now.departments ?? []).filter((each) => each.department !== number);
    const music = number
      ? { ...now, departments: next ? [...others, { ...next, department: number }] : others }
      : { ...now, company: next };
    change.mutate({ kind: 'policy', value: { ...policy, music } }, { onSuccess: onClose });
  };
  const isReady = prompts.length > 0 && licence.trim() !== '';
  return (
    <Window
      title={number ? t('prompts.musicOf', { name }) : t('prompts.musicCompany')}
      onClose={onClose}
      closeOnClickOutside={false}
    >
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) put({ prompts, shuffled, licence: licence.trim() });
        }}
      >
        {sounds.length === 0 ? (
          <p>{t('prompts.musicFirst')}</p>
        ) : (
          <MultiSelect
            label={t('prompts.musicPieces')}
            description={t('prompts.musicOrder')}
            value={prompts}
            maxValues={30}
            onChange={setPrompts}
            data={sounds.map(({ sound }) => ({
              value: sound.prompt.id,
              label: sound.prompt.name,
            }))}
            comboboxProps={{ withinPortal: true }}
          />
        )}
        {prompts.length > 1 && (
          <Checkbox
            label={t('prompts.shuffle')}
            checked={shuffled}
            onChange={(event) => setShuffled(event.currentTarget.checked)}
          />
        )}
        <Textarea
          label={t('prompts.licence')}
          description={t('prompts.licenceText')}
          placeholder={t('prompts.licenceSample')}
          autosize
          minRows={2}
          maxLength={500}
          value={licence}
          error={prompts.length > 0 && !licence.trim() ? t('prompts.licenceNeeded') : null}
          onChange={(event) => setLicence(event.currentTarget.value)}
        />
        {change.isError && (
          <p role="alert" className={classes['bad']}>
            {said(change.error)}
          </p>
        )}
        <div className={classes['end']}>
          {hold && (
            <Button
              variant="subtle"
              color="red"
              loading={change.isPending}
              onClick={() => put(null)}
            >
              {t(number ? 'prompts.musicDropOf' : 'prompts.musicDrop')}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!isReady}>
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
