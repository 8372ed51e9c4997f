/** The audit log: who did what. */
import { client, taken } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type AuditRow = Schemas['AuditRow'];
export type AuditAbout = Schemas['AuditAbout'];
export type AuditSeal = Schemas['AuditSeal'];
export type AuditQuery = {
  q?: string;
  account?: number;
  action?: string;
  since?: string;
  until?: string;
};

export async function readAudit(
  query: AuditQuery,
  cursor: string | undefined,
): Promise<{ items: AuditRow[]; next: string | null }> {
  const params = { query: { ...query, limit: 50, ...(cursor ? { cursor } : {}) } };
  return taken(await client.GET('/api/v1/audit', { params }));
}
export async function readAuditAbout(): Promise<AuditAbout> {
  return taken(await client.GET('/api/v1/audit/about'));
}
export async function checkSeals(): Promise<AuditSeal> {
  return taken(await client.GET('/api/v1/audit/seal'));
}
export function exportAddress(query: AuditQuery): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, String(value));
  return `/api/v1/audit/export.csv?${params.toString()}`;
}
