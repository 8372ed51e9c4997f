import {
  Button,
  Checkbox,
  NativeSelect,
  PasswordInput,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { gatewaysQuery } from '@/api/gsm-queries';
import { type LineDocument, type LineEdit, putLine } from '@/api/lines';
import { officeQuery } from '@/api/queries';
import { usePublish } from '@/features/gsm/publish';
import { e164 } from '@/features/sims/e164';
import { prettyNumber } from '@/ui/phone';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import {
  draftOf,
  freeLineId,
  freshDraft,
  type LineDraft,
  type LineKind,
  numbersOf,
  PRESETS,
  readDraft,
} from './draft';
import { faultsOf } from './faults';
import classes from './Lines.module.css';

type Props = {
  kind: LineKind;
  line: LineDocument | null;
  onClose(): void;
  /** Instead of going to the page of a new line. */
  onSaved?(id: string): void;
};

/** A line of any kind: what is typed here is published at once. */
export function LineForm({ kind, line, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problem = useProblem();
  const office = useQuery(officeQuery).data;
  const gateways = useQuery({ ...gatewaysQuery, enabled: kind === 'gsm' }).data ?? [];
  const schemes = office?.inbound ?? [];
  const [draft, setDraft] = useState(() => (line ? draftOf(line) : freshDraft(kind, '')));
  const [basedOn] = useState(office?.version ?? null);
  const [tried, setTried] = useState(false);
  const save = usePublish((edit: LineEdit) => putLine(edit));
  const change = (next: Partial<LineDraft>) => setDraft((now) => ({ ...now, ...next }));
  const filled = {
    ...draft,
    inbound: draft.inbound || (line ? '' : (schemes[0]?.id ?? '')),
    gateway: draft.gateway || gateways[0]?.id || '',
  };
  const id = line?.id ?? freeLineId(kind, office?.lines ?? []);
  const { line: value, bad } = readDraft(filled, id, line);
  const faults = faultsOf(save.error);
  const told = (field: keyof LineDraft, ...places: string[]) => {
    const own = tried ? bad[field] : undefined;
    if (own) return t(`line.bad.${own}`);
    return places.map((place) => faults[place]).find(Boolean) ?? null;
  };
  const submit = () => {
    setTried(true);
    if (Object.keys(bad).length > 0) return;
    save.mutate(
      { value, isNew: line === null, basedOn: line ? basedOn : null, password: draft.password },
      {
        onSuccess: () => {
          onClose();
          if (onSaved) onSaved(id);
          else if (!line) void navigate(`/lines/${id}`);
        },
      },
    );
  };
  const own = numbersOf(draft.numbers).map(e164);
  const placed = ['name', 'operator', 'numbers', 'number', 'host', 'port', 'username', 'channels'];
  const loose = Object.entries(faults).filter(([field]) => !placed.includes(field));
  return (
    <Window
      title={line ? t('line.edit', { name: line.name }) : t(`line.new.${kind}`)}
      onClose={onClose}
      size="lg"
    >
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {kind === 'trunk' && !line && (
          <NativeSelect
            label={t('line.preset')}
            onChange={(event) => {
              const preset = PRESETS.find((one) => one.id === event.currentTarget.value);
              if (!preset) return;
              const name = preset.id === 'other' ? '' : t(`line.presets.${preset.id}`);
              change({
                operator: name,
                name: draft.name || name,
                host: preset.host || draft.host,
                certified: preset.certified,
              });
            }}
            defaultValue=""
          >
            <option value="">{t('line.presetNone')}</option>
            {PRESETS.map((preset) => (
              <option key={preset.id} value={preset.id}>
                {t(`line.presets.${preset.id}`)}
              </option>
            ))}
          </NativeSelect>
        )}
        <div className={classes['pair']}>
          <TextInput
            data-autofocus
            label={t('line.field.name')}
            maxLength={80}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={told('name', 'name')}
          />
          <TextInput
            label={t('line.field.operator')}
            maxLength={80}
            value={draft.operator}
            onChange={(event) => change({ operator: event.currentTarget.value })}
            error={told('operator', 'operator')}
          />
        </div>
        {kind === 'trunk' && (
          <>
            <div className={classes['pair']}>
              <TextInput
                label={t('line.field.host')}
                description={t('line.hint.host')}
                placeholder="sip.example.by"
                autoComplete="off"
                value={draft.host}
                onChange={(event) => change({ host: event.currentTarget.value })}
                error={told('host', 'host')}
              />
              <TextInput
                label={t('line.field.port')}
                description={t('line.hint.port')}
                placeholder="5060"
                inputMode="numeric"
                value={draft.port}
                onChange={(event) => change({ port: event.currentTarget.value })}
                error={told('port', 'port')}
              />
              <NativeSelect
                label={t('line.field.transport')}
                description={t('line.hint.transport')}
                value={draft.transport}
                data={[
                  { value: 'udp', label: 'UDP' },
                  { value: 'tcp', label: 'TCP' },
                ]}
                onChange={(event) =>
                  change({ transport: event.currentTarget.value === 'tcp' ? 'tcp' : 'udp' })
                }
              />
            </div>
            <Switch
              label={t('line.field.registers')}
              description={t('line.hint.registers')}
              checked={draft.registers}
              onChange={(event) => change({ registers: event.currentTarget.checked })}
            />
            <div className={classes['pair']}>
              <TextInput
                label={t('line.field.username')}
                autoComplete="off"
                value={draft.username}
                onChange={(event) => change({ username: event.currentTarget.value })}
                error={told('username', 'username')}
              />
              <PasswordInput
                label={t('line.field.password')}
                autoComplete="new-password"
                placeholder={line ? t('line.asBefore') : ''}
                maxLength={128}
                value={draft.password}
                onChange={(event) => change({ password: event.currentTarget.value })}
              />
            </div>
          </>
        )}
        {kind === 'gsm' && (
          <div className={classes['pair']}>
            <NativeSelect
              label={t('line.field.gateway')}
              value={filled.gateway}
              onChange={(event) => change({ gateway: event.currentTarget.value })}
              error={told('gateway', 'gateway')}
            >
              {gateways.length === 0 && <option value="">{t('line.noGateway')}</option>}
              {gateways.map((gateway) => (
                <option key={gateway.id} value={gateway.id}>
                  {gateway.name}
                </option>
              ))}
            </NativeSelect>
            <TextInput
              label={t('line.field.slot')}
              inputMode="numeric"
              value={draft.slot}
              onChange={(event) => change({ slot: event.currentTarget.value })}
              error={told('slot', 'slot')}
            />
          </div>
        )}
        {kind === 'trunk' ? (
          <div className={classes['pair']}>
            <Textarea
              label={t('line.field.numbers')}
              description={t('line.hint.numbers')}
              placeholder="+375172000000"
              autosize
              minRows={2}
              maxRows={8}
              value={draft.numbers}
              onChange={(event) => change({ numbers: event.currentTarget.value })}
              error={told('numbers', 'numbers')}
            />
            <TextInput
              label={t('line.field.channels')}
              description={t('line.hint.channels')}
              inputMode="numeric"
              value={draft.channels}
              onChange={(event) => change({ channels: event.currentTarget.value })}
              error={told('channels', 'channels')}
            />
          </div>
        ) : (
          <TextInput
            label={t('line.field.number')}
            type="tel"
            placeholder="+375291234567"
            value={draft.numbers}
            onChange={(event) => change({ numbers: event.currentTarget.value })}
            error={told('numbers', 'number')}
          />
        )}
        {schemes.length > 0 && (
          <NativeSelect
            label={t('line.field.inbound')}
            value={filled.inbound}
            onChange={(event) => change({ inbound: event.currentTarget.value })}
          >
            <option value="">{t('line.nobodyAnswers')}</option>
            {schemes.map((scheme) => (
              <option key={scheme.id} value={scheme.id}>
                {scheme.name}
              </option>
            ))}
          </NativeSelect>
        )}
        {kind === 'trunk' && own.length > 1 && !own.includes(null) && schemes.length > 1 && (
          <fieldset>
            <legend>{t('line.byNumber')}</legend>
            {own.map((number) => (
              <NativeSelect
                key={number}
                label={prettyNumber(number ?? '')}
                value={draft.byNumber[number ?? ''] ?? ''}
                onChange={(event) =>
                  change({
                    byNumber: { ...draft.byNumber, [number ?? '']: event.currentTarget.value },
                  })
                }
              >
                <option value="">{t('line.asLine')}</option>
                {schemes.map((scheme) => (
                  <option key={scheme.id} value={scheme.id}>
                    {scheme.name}
                  </option>
                ))}
              </NativeSelect>
            ))}
          </fieldset>
        )}
        <NativeSelect
          label={t('line.field.dial')}
          value={draft.dial}
          onChange={(event) => change({ dial: event.currentTarget.value as LineDraft['dial'] })}
          data={(['e164', 'national', 'digits'] as const).map((dial) => ({
            value: dial,
            label: t(`line.dial.${dial}`),
          }))}
        />
        {kind === 'trunk' && (
          <Checkbox
            label={t('line.field.certified')}
            description={t('line.hint.certified')}
            checked={draft.certified}
            onChange={(event) => change({ certified: event.currentTarget.checked })}
          />
        )}
        <Checkbox
          label={t('line.field.record')}
          checked={draft.record}
          onChange={(event) => change({ record: event.currentTarget.checked })}
        />
        {save.error && (loose.length > 0 || Object.keys(faults).length === 0) && (
          <p role="alert" className={classes['bad']}>
            {loose.length > 0 ? loose.map(([, text]) => text).join(' ') : problem(save.error)}
          </p>
        )}
        <div className={classes['end']}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('client.save')}
          </Button>
        </div>
      </form>
    </Window>
  );
}
