import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { addGateway, changeGateway, type GatewayIn, removeGateway } from '@/api/gsm';
import { operatorsQuery, socketsQuery } from '@/api/gsm-queries';
import { officeQuery } from '@/api/queries';
import type { GatewayKind, GatewayRow } from '@/api/types';
import { usePublish } from '@/features/gsm/publish';
import { useProblem } from '@/ui/problem';
import { Window } from '@/ui/Window';
import { draftOf, freeId, type GatewayDraft, KINDS, linesOf, readDraft } from './draft';
import classes from './Gateways.module.css';

type Props = {
  gateway: GatewayRow | null;
  known: GatewayRow[];
  onClose(): void;
  /** Instead of going to the page of a new gateway. */
  onSaved?(id: string): void;
};

/** A gateway, the password of its page and, for a new one, the lines in its slots: all at once. */
export function GatewayForm({ gateway, known, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problem = useProblem();
  const sockets = useQuery(socketsQuery).data ?? [];
  const operators = useQuery(operatorsQuery).data ?? [];
  const office = useQuery(officeQuery).data;
  const [draft, setDraft] = useState(() => draftOf(gateway));
  const [tried, setTried] = useState(false);
  const [removing, setRemoving] = useState(false);
  const change = (next: Partial<GatewayDraft>) => setDraft({ ...draft, ...next });
  const id = gateway?.id ?? freeId(draft.kind, known);
  const read = readDraft(draft, id);
  const bad = (name: keyof GatewayDraft) =>
    tried && read.bad.includes(name) ? t(`gateways.bad.${name as 'name'}`) : null;
  const save = usePublish((body: GatewayIn) => (gateway ? changeGateway(body) : addGateway(body)));
  const remove = usePublish(async (which: string) => {
    const published = await removeGateway(which);
    // Away before the list is read again: the page of a gateway that is gone has no form.
    void navigate('/gateways');
    return published;
  });
  const submit = () => {
    setTried(true);
    if (read.bad.length > 0) return;
    const lines = gateway
      ? []
      : linesOf(
          { ...draft, inbound: draft.inbound ?? office?.inbound[0]?.id ?? null },
          id,
          office?.lines ?? [],
        );
    save.mutate(
      { ...read.gateway, ...(lines.length > 0 ? { lines } : {}) },
      {
        onSuccess: () => {
          onClose();
          if (onSaved) onSaved(id);
          else if (!gateway) void navigate(`/gateways/${id}`);
        },
      },
    );
  };
  const failure = save.error ?? remove.error;
  return (
    <Window title={gateway ? t('gateways.edit') : t('gateways.new')} onClose={onClose} size="lg">
      <form
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={classes['pair']}>
          <TextInput
            data-autofocus
            label={t('gateways.name')}
            maxLength={80}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={bad('name')}
          />
          <NativeSelect
            label={t('gateways.make')}
            value={draft.kind}
            onChange={(event) => change({ kind: event.currentTarget.value as GatewayKind })}
          >
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`gateways.kind.${kind}`)}
              </option>
            ))}
          </NativeSelect>
        </div>
        <div className={classes['pair']}>
          <TextInput
            label={t('gateways.model')}
            placeholder={t('gateways.optional')}
            maxLength={40}
            value={draft.model}
            onChange={(event) => change({ model: event.currentTarget.value })}
          />
          <TextInput
            label={t('gateways.slotsCount')}
            inputMode="numeric"
            value={draft.slots}
            onChange={(event) => change({ slots: event.currentTarget.value })}
            error={bad('slots')}
          />
        </div>
        <div className={classes['pair']}>
          <TextInput
            label={t('gateways.address')}
            placeholder="192.168.1.20"
            value={draft.address}
            onChange={(event) => change({ address: event.currentTarget.value })}
            error={bad('address')}
          />
          <TextInput
            label={t('gateways.port')}
            placeholder={draft.web === 'https' ? '443' : '80'}
            inputMode="numeric"
            value={draft.port}
            onChange={(event) => change({ port: event.currentTarget.value })}
            error={bad('port')}
          />
          <NativeSelect
            label={t('gateways.web')}
            value={draft.web}
            data={['http', 'https']}
            onChange={(event) => change({ web: event.currentTarget.value as 'http' | 'https' })}
          />
        </div>
        <div className={classes['pair']}>
          <TextInput
            label={t('gateways.login')}
            autoComplete="off"
            value={draft.login}
            onChange={(event) => change({ login: event.currentTarget.value })}
            error={bad('login')}
          />
          <PasswordInput
            label={t('gateways.password')}
            autoComplete="new-password"
            placeholder={gateway?.has_password ? t('gateways.asBefore') : ''}
            maxLength={128}
            value={draft.password}
            onChange={(event) => change({ password: event.currentTarget.value })}
            error={bad('password')}
            visibilityToggleButtonProps={{ 'aria-label': t('devices.reveal') }}
          />
        </div>
        {sockets.length > 0 && (
          <NativeSelect
            label={t('gateways.socket')}
            value={draft.socket}
            onChange={(event) => change({ socket: event.currentTarget.value })}
          >
            <option value="">{t('gateways.noSocket')}</option>
            {sockets.map((socket) => (
              <option key={socket.id} value={socket.id}>
                {socket.name}
              </option>
            ))}
          </NativeSelect>
        )}
        {!gateway && (
          <fieldset>
            <legend>{t('gateways.slotsTitle')}</legend>
            <small className="v-mute">{t('gateways.slotsText')}</small>
            {Array.from({ length: read.gateway.slots }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
              <div key={index} className={classes['slotRow']}>
                <span>{index + 1}</span>
                <TextInput
                  size="xs"
                  aria-label={t('gateways.slotOperator', { slot: index + 1 })}
                  placeholder={t('gateways.operator')}
                  list="operators"
                  maxLength={80}
                  value={draft.cards[index]?.operator ?? ''}
                  onChange={(event) =>
                    change({
                      cards: {
                        ...draft.cards,
                        [index]: { ...draft.cards[index], operator: event.currentTarget.value },
                      },
                    })
                  }
                />
                <TextInput
                  size="xs"
                  type="tel"
                  aria-label={t('gateways.slotNumber', { slot: index + 1 })}
                  placeholder={t('gateways.number')}
                  value={draft.cards[index]?.number ?? ''}
                  onChange={(event) =>
                    change({
                      cards: {
                        ...draft.cards,
                        [index]: { ...draft.cards[index], number: event.currentTarget.value },
                      },
                    })
                  }
                  error={tried && read.badCards.includes(index) ? t('gsm.field.e164') : null}
                />
              </div>
            ))}
            <datalist id="operators">
              {operators.map((one) => (
                <option key={one.name} value={one.name} />
              ))}
            </datalist>
            {(office?.inbound.length ?? 0) > 0 && (
              <NativeSelect
                label={t('gateways.inbound')}
                value={draft.inbound ?? office?.inbound[0]?.id ?? ''}
                onChange={(event) => change({ inbound: event.currentTarget.value })}
              >
                {office?.inbound.map((scheme) => (
                  <option key={scheme.id} value={scheme.id}>
                    {scheme.name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </fieldset>
        )}
        {failure && (
          <p role="alert" className={classes['bad']}>
            {problem(failure)}
          </p>
        )}
        <div className={classes['end']}>
          {gateway && (
            <Button
              variant="outline"
              color="red"
              loading={remove.isPending}
              onClick={() => (removing ? remove.mutate(gateway.id) : setRemoving(true))}
            >
              {t(removing ? 'gateways.removeSure' : 'gateways.remove')}
            </Button>
          )}
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
