import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client, taken } from '@/api/client';
import type { Office } from '@/api/types';
import { draft } from '../draft';
import { isChosen } from '../fresh';
import type { Thing } from '../things';
import { bare } from '../values';
import { useForm } from './context';
import type { FieldProps } from './Field';
import classes from './Fields.module.css';
import { PlayButton } from './PlayButton';

type Prompt = NonNullable<Office['prompts']>[number];

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'];

/** A thing of the office, by its name; a sound can be heard at once. */
export function ChoiceField({ path, form: given, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { kind, scheme, things, office, readOnly } = useForm();
  const { form, nullable } = bare(given);
  const pick = kind.picks[path] ?? 'prompt';
  const isSound = pick === 'prompt' || pick === 'music';
  const library = useLibrary(isSound && !readOnly, office);
  const known: Thing[] =
    pick === 'key'
      ? KEYS.map((id) => ({ id, name: t('scheme.key', { key: id }), group: 'labels' }))
      : [
          ...things.choices(pick, scheme),
          ...library.map(({ id, name }): Thing => ({ id, name, group: 'prompts' })),
        ];
  const held = typeof value === 'string' && isChosen(value) ? value : '';
  const isKnown = held === '' || held === 'default' || known.some((thing) => thing.id === held);
  const sound = (office.prompts ?? []).find((prompt) => prompt.id === held);
  const isMissing = held === '' && !nullable;
  const choose = (id: string) => {
    const fresh = library.find((prompt) => prompt.id === id);
    if (fresh) draft.edit((all) => ({ ...all, prompts: [...(all.prompts ?? []), fresh] }));
    onChange(id === '' ? null : id);
  };
  return (
    <div className={classes['choice']}>
      <NativeSelect
        label={form.title}
        description={form.description}
        value={held}
        disabled={readOnly}
        error={isMissing ? t('scheme.bad.choose') : isKnown ? null : t('scheme.bad.gone')}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {isMissing && <option value="">{t('scheme.choose')}</option>}
        {nullable && <option value="">{t(`scheme.none.${noneOf(pick, kind.kind)}`)}</option>}
        {pick === 'music' && <option value="default">{t('scheme.defaultMusic')}</option>}
        {!isKnown && <option value={held}>{held}</option>}
        {known.map((thing) => (
          <option key={thing.id} value={thing.id}>
            {thing.detail ? `${thing.name} (${thing.detail})` : thing.name}
          </option>
        ))}
      </NativeSelect>
      {isSound && sound && (
        <PlayButton key={sound.sha256} sha256={sound.sha256} name={sound.name} />
      )}
    </div>
  );
}

/** Sounds of the company that the office does not name yet: choosing one puts it into the draft. */
function useLibrary(enabled: boolean, office: Office): Prompt[] {
  const { data } = useQuery({
    queryKey: ['scheme', 'prompts'],
    queryFn: async () => taken(await client.GET('/api/v1/prompts')),
    enabled,
    staleTime: 30_000,
  });
  const held = new Set((office.prompts ?? []).map((prompt) => prompt.id));
  const sounds = new Set((office.prompts ?? []).map((prompt) => prompt.sha256));
  return (data ?? [])
    .map((one) => one.prompt)
    .filter((prompt) => !held.has(prompt.id) && !sounds.has(prompt.sha256));
}

/** What no choice means. */
function noneOf(pick: string, kind: string) {
  if (pick === 'prompt') return kind === 'hangup' ? 'prompt' : 'phrase';
  if (pick === 'music') return 'music';
  if (pick === 'owner') return 'owner';
  return pick === 'key' ? 'key' : 'outbound';
}
