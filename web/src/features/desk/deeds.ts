/** What can be done with a call from the desk: each deed with its words. */
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '@/api/types';
import { useCommand, type Words } from '@/features/command/run';

type Refused = NonNullable<Words['refused']>;

export type Deeds = {
  answer(): void;
  hold(): void;
  resume(): void;
  handOver(): void;
  takeBack(): void;
  hangUp(): void;
  park(): void;
  consult(to: string, who: string): void;
};

/** Words of refusals that only these deeds meet. */
export function useRefusals(): Refused {
  const { t, i18n } = useTranslation();
  return (code) => {
    const key = `desk.refused.${code}`;
    return i18n.exists(key) ? t(key as 'desk.refused.slot_taken') : null;
  };
}

export function useDeeds(call: LiveCall, extension: string): Deeds {
  const { t } = useTranslation();
  const run = useCommand();
  const refused = useRefusals();
  const about = { linked_id: call.linked_id, extension };
  return {
    answer: () =>
      void run(
        { kind: 'answer', ...about },
        {
          doing: t('desk.answering', { extension }),
          done: t('desk.answered'),
          refused: (code) => (code === 'by_hand' ? t('desk.byHand', { extension }) : null),
        },
      ),
    hold: () =>
      void run(
        { kind: 'hold', ...about },
        { doing: t('desk.holding'), done: t('desk.held'), refused },
      ),
    resume: () =>
      void run(
        { kind: 'resume', ...about },
        {
          doing: t('desk.resuming'),
          done: t('desk.resumed'),
          refused: (code, facts) =>
            code === 'by_hand' ? t('desk.resumeByHand') : refused(code, facts),
        },
      ),
    handOver: () =>
      void run(
        { kind: 'hand_over', ...about },
        { doing: t('desk.handingOver'), done: t('desk.handedOver'), refused },
      ),
    takeBack: () =>
      void run(
        { kind: 'take_back', ...about },
        { doing: t('desk.takingBack'), done: t('desk.tookBack'), refused },
      ),
    hangUp: () =>
      void run(
        { kind: 'hang_up', linked_id: call.linked_id },
        { doing: t('focus.hangingUp'), done: t('focus.hungUp') },
      ),
    park: () =>
      void run(
        { kind: 'park', slot: '', ...about },
        { doing: t('parking.parking'), done: t('parking.parked'), refused },
      ),
    consult: (to, who) =>
      void run(
        { kind: 'consult', to, ...about },
        {
          doing: t('desk.consulting', { who }),
          done: t('desk.consulted', { who }),
          refused,
        },
      ),
  };
}
