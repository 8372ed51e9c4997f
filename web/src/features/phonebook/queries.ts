/** Phone books of desk phones, asked of the hub. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from '@/api/client';
import type { components } from '@/api/schema';

export type Book = components['schemas']['BookOut'];
export type BookIn = components['schemas']['BookIn'];
export type BookLinks = components['schemas']['BookLinks'];

export const booksQuery = queryOptions({
  queryKey: ['phonebooks'] as const,
  queryFn: async (): Promise<Book[]> => taken(await client.GET('/api/v1/phonebooks')),
});

export async function addBook(body: BookIn) {
  return taken(await client.POST('/api/v1/phonebooks', { body }));
}

export async function dropBook(id: number): Promise<void> {
  await client.DELETE('/api/v1/phonebooks/{book_id}', { params: { path: { book_id: id } } });
}

export async function revealBook(id: number): Promise<BookLinks> {
  return taken(
    await client.POST('/api/v1/phonebooks/{book_id}/reveal', { params: { path: { book_id: id } } }),
  );
}
