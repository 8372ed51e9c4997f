/** What was read is shown at once and read again behind the back. */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/error';

export const memory = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 30 * 60_000,
      retry: (count, error) =>
        count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      retryDelay: (count) => Math.min(1000 * 2 ** count, 8000),
      // The hub may be on this very network with no Internet at all (S05).
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
