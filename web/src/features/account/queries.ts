/** How answers about one's own account are kept in memory. */
import { queryOptions } from '@tanstack/react-query';
import { readDoor, readFactors, readLockouts, readSessions, readTokens } from '@/api/account';

export const factorsQuery = queryOptions({ queryKey: ['factors'], queryFn: readFactors });
export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: readSessions });
export const tokensQuery = queryOptions({ queryKey: ['tokens'], queryFn: readTokens });
export const doorQuery = queryOptions({ queryKey: ['door'], queryFn: readDoor });
export const lockoutsQuery = queryOptions({ queryKey: ['lockouts'], queryFn: readLockouts });
