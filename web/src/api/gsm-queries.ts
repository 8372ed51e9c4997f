/** SIM cards and gateways as they are kept in memory, and what an event changes in them. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import * as hub from './gsm';

export const gsmKeys = {
  sims: ['sims'] as const,
  simHistory: (line: string) => ['sim-history', line] as const,
  balances: (line: string) => ['sim-balances', line] as const,
  costs: (month: string) => ['costs', month] as const,
  gateways: ['gateways'] as const,
  setup: (gateway: string) => ['gateway-setup', gateway] as const,
  sockets: ['sockets'] as const,
  adapters: ['adapters'] as const,
  operators: ['operators'] as const,
  journal: ['gsm-journal'] as const,
  /** What a new version of the office may change. */
  ofOffice: [
    ['sims'],
    ['gateways'],
    ['gateway-setup'],
    ['sockets'],
    ['adapters'],
    ['adapter-setup'],
    ['operators'],
    ['sim-history'],
  ] as const,
};

export const simsQuery = queryOptions({ queryKey: gsmKeys.sims, queryFn: hub.readSims });
export const gatewaysQuery = queryOptions({
  queryKey: gsmKeys.gateways,
  queryFn: hub.readGateways,
});

export function balancesQuery(line: string) {
  return queryOptions({
    queryKey: gsmKeys.balances(line),
    queryFn: () => hub.readBalances(line),
    staleTime: 60_000,
  });
}

/** Something of a line is another now: what is shown of it is read again. */
export function noteSim(memory: QueryClient, line: string): void {
  for (const queryKey of [gsmKeys.sims, gsmKeys.simHistory(line), gsmKeys.balances(line)]) {
    void memory.invalidateQueries({ queryKey });
  }
}

export const socketsQuery = queryOptions({ queryKey: gsmKeys.sockets, queryFn: hub.readSockets });
export const adaptersQuery = queryOptions({
  queryKey: gsmKeys.adapters,
  queryFn: hub.readAdapters,
});
export const operatorsQuery = queryOptions({
  queryKey: gsmKeys.operators,
  queryFn: hub.readOperators,
});

export function setupQuery(gateway: string) {
  return queryOptions({
    queryKey: gsmKeys.setup(gateway),
    queryFn: () => hub.readSetup(gateway),
  });
}

export function adapterSetupQuery(adapter: string) {
  return queryOptions({
    queryKey: ['adapter-setup', adapter],
    queryFn: () => hub.readAdapterSetup(adapter),
  });
}

export function costsQuery(month: string) {
  return queryOptions({ queryKey: gsmKeys.costs(month), queryFn: () => hub.readCosts(month) });
}
