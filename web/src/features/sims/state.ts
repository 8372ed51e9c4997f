/** What a SIM card does, from the worst that is known of it to the best. Pure. */
import type { SimRow } from '@/api/types';

export type SimState = 'off' | 'no_sim' | 'no_network' | 'no_voip' | 'talking' | 'ringing' | 'free';

export function stateOf(sim: SimRow): SimState {
  if (!sim.online) return 'off';
  if (sim.iccid === '' && sim.imsi === '' && sim.registered !== true) return 'no_sim';
  if (sim.registered === false) return 'no_network';
  if (sim.voip === false) return 'no_voip';
  if (sim.call === 'talking' || sim.call === 'busy') return 'talking';
  if (sim.call === 'incoming' || sim.call === 'dialling') return 'ringing';
  return 'free';
}

const BAD: readonly SimState[] = ['off', 'no_sim', 'no_network', 'no_voip'];
export const isBad = (state: SimState): boolean => BAD.includes(state);

/** Days that a balance lasts before somebody should look, and cents under which it is low. */
const FEW_DAYS = 3;

/** The balance asks for attention: below its limit, spent, or at its end within days. */
export function isLow(sim: SimRow, limit: number | null | undefined, now: number): boolean {
  const { balance } = sim;
  if (!balance || balance.cents === null) return false;
  if (balance.cents <= 0 || (limit != null && balance.cents < limit)) return true;
  return balance.ends_on !== null && Date.parse(balance.ends_on) - now < FEW_DAYS * 86_400_000;
}

export type Slot = { slot: number; sim: SimRow | null };

/** Every slot of a gateway in its order; one without a line in the office is empty here. */
export function slotsOf(slots: number, sims: SimRow[]): Slot[] {
  const most = Math.max(slots, ...sims.map((sim) => sim.slot), 0);
  return Array.from({ length: most }, (_, index) => ({
    slot: index + 1,
    sim: sims.find((sim) => sim.slot === index + 1) ?? null,
  }));
}
