import { NativeSelect, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { emptyOf } from '../fresh';
import type { Form } from '../kinds';
import { bare } from '../values';
import { BranchesField } from './BranchesField';
import { ChoiceField } from './ChoiceField';
import { useForm } from './context';
import classes from './Fields.module.css';
import { LabelField } from './LabelField';
import { ListField } from './ListField';
import { NumbersField } from './NumbersField';
import { DaysField, KeysField } from './Toggles';
import { TypedField } from './TypedField';

export type FieldProps = {
  /** `periods.hours.days`: where words, units and meanings are found. */
  path: string;
  /** `periods.0.hours.1.days`: which one it is, among what is typed. */
  place: string;
  form: Form;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** A setting of a node, as its schema and its meaning ask. */
export function Field(props: FieldProps) {
  const { kind, readOnly } = useForm();
  const { path, value, onChange } = props;
  const { form } = bare(props.form);
  switch (kind.picks[path]) {
    case 'targets':
    case 'members':
      return <NumbersField {...props} />;
    case 'keys':
      return <KeysField {...props} />;
    case 'days':
      return <DaysField {...props} />;
    case 'branches':
      return <BranchesField {...props} />;
    case 'prompt':
    case 'music':
    case 'outbound':
    case 'scheme':
    case 'owner':
    case 'key':
      return <ChoiceField {...props} />;
    case 'tag':
    case 'list':
      return <LabelField {...props} />;
    default:
  }
  if (form.oneOf) return <WaysField {...props} form={form} />;
  if (form.type === 'array') return <ListField {...props} form={form} />;
  if (form.type === 'boolean') {
    return (
      <Switch
        label={form.title}
        description={form.description}
        checked={value === true}
        disabled={readOnly}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (form.enum) {
    return (
      <NativeSelect
        label={form.title}
        description={form.description}
        value={String(value)}
        disabled={readOnly}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {form.enum.map((choice) => (
          <option key={choice} value={choice}>
            {form.words?.[choice] ?? choice}
          </option>
        ))}
      </NativeSelect>
    );
  }
  return <TypedField {...props} />;
}

/** All settings of a form, one under another; what a program numbers is not shown. */
export function Fields(props: {
  form: Form;
  path: string;
  place: string;
  value: Record<string, unknown>;
  onChange: (value: Record<string, unknown>) => void;
  skip?: string;
}) {
  const { form, path, place, value, onChange, skip } = props;
  const under = (name: string, of: string) => (of ? `${of}.${name}` : name);
  return Object.entries(form.properties ?? {})
    .filter(([name]) => name !== 'id' && name !== skip)
    .map(([name, field]) => (
      <Field
        key={name}
        path={under(name, path)}
        place={under(name, place)}
        form={field}
        value={value[name] ?? field.default ?? null}
        onChange={(next) => onChange({ ...value, [name]: next })}
      />
    ));
}

/** One of several forms: which one, and its fields. */
function WaysField({ path, place, form, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { office, kind, readOnly, things, scheme } = useForm();
  const what = form.discriminator?.propertyName ?? '';
  const ways = form.oneOf ?? [];
  const held = value as Record<string, unknown>;
  const own = ways.find((way) => way.properties?.[what]?.const === held[what]) ?? ways[0];
  const begin = (way: Form) => {
    const begun = emptyOf(way, office) as Record<string, unknown>;
    for (const name of Object.keys(begun)) {
      const pick = kind.picks[`${path}.${name}`];
      if (pick === 'prefix') begun[name] = '+375';
      else if (pick) begun[name] = things.choices(pick, scheme)[0]?.id ?? begun[name];
    }
    return begun;
  };
  return (
    <fieldset className={classes['group']}>
      <legend>{form.title}</legend>
      <NativeSelect
        aria-label={own?.properties?.[what]?.title ?? t('scheme.settings')}
        value={String(held[what])}
        disabled={readOnly}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          const way = ways.find((one) => one.properties?.[what]?.const === chosen);
          if (way) onChange(begin(way));
        }}
      >
        {ways.map((way) => {
          const field = way.properties?.[what];
          const id = field?.const ?? '';
          return (
            <option key={id} value={id}>
              {field?.words?.[id] ?? id}
            </option>
          );
        })}
      </NativeSelect>
      {own && (
        <Fields form={own} path={path} place={place} value={held} onChange={onChange} skip={what} />
      )}
    </fieldset>
  );
}
