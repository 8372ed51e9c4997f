import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readPerson, switchRemote, type WorksFrom } from '@/api/people';
import { useMe, usePeople } from '@/app/context';
import own from '@/features/desk/OwnState.module.css';
import { useProblem } from '@/ui/problem';
import classes from './People.module.css';

const PLACES = ['desk', 'mobile', 'softphone'] as const;

/** Where I work: my phones, my mobile or my softphone ring (S34); the same number everywhere. */
export function OwnRemote() {
  const { t } = useTranslation();
  const problem = useProblem();
  const memory = useQueryClient();
  const { person: id } = useMe();
  const shown = usePeople().find((one) => one.person === id);
  const known = useQuery({
    queryKey: ['person', id],
    queryFn: () => readPerson(id ?? ''),
    enabled: id != null,
    staleTime: 0,
  });
  const [asks, setAsks] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const now = shown?.works_from ?? known.data?.works_from ?? 'desk';
  const mobile = typed ?? known.data?.mobile ?? '';
  const turn = useMutation({
    mutationFn: (to: WorksFrom) =>
      switchRemote(id ?? '', { works_from: to, mobile: to === 'mobile' ? mobile : null }),
    onSuccess: (_, to) => {
      setAsks(false);
      notifications.show({
        message: t('staff.own.done', { where: t(`staff.form.work.${to}`) }),
      });
      return memory.invalidateQueries({ queryKey: ['person', id] });
    },
  });
  if (id == null) return null;
  const choose = (to: WorksFrom) => {
    turn.reset();
    setAsks(to === 'mobile');
    if (to !== 'mobile') turn.mutate(to);
  };
  return (
    <div className={classes['own']}>
      <span id="own-remote">{t('staff.own.title')}</span>
      <div className={own['choice']} role="radiogroup" aria-labelledby="own-remote">
        {PLACES.map((place) => (
          // biome-ignore lint/a11y/useSemanticElements: as the state above it in this menu
          <button
            key={place}
            type="button"
            role="radio"
            aria-checked={asks ? place === 'mobile' : place === now}
            onClick={() => choose(place)}
          >
            {t(`staff.form.work.${place}`)}
          </button>
        ))}
      </div>
      {asks && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            turn.mutate('mobile');
          }}
        >
          <TextInput
            size="xs"
            type="tel"
            aria-label={t('staff.own.mobile')}
            placeholder={t('staff.own.mobile')}
            value={mobile}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" disabled={!mobile.trim()} loading={turn.isPending}>
            {t('staff.own.turnOn')}
          </Button>
        </form>
      )}
      {turn.isPending && !asks && <small role="status">{t('staff.own.doing')}</small>}
      {turn.isError && (
        <small role="alert" className={classes['off']}>
          {problem(turn.error)}
        </small>
      )}
    </div>
  );
}
