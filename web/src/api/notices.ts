/** Notices by e-mail and Telegram: one's own wishes, and the ways to tell. */
import { queryOptions } from '@tanstack/react-query';
import { client, taken } from './client';
import { LOOK, parcelPages } from './parcels';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Contact = Schemas['ContactOut'];
export type Wishes = Schemas['WishesIn'];
export type Proof = Schemas['ProofOut'];
export type Channel = Schemas['ChannelOut'];
export type Way = Channel['kind'];
export type Post = Schemas['PostOut'];
export type PostState = Post['state'];
export type MailServer = Schemas['MailIn'];

export const noticeKeys = {
  mine: ['my-notices'] as const,
  channels: ['notice-channels'] as const,
  posts: ['notice-posts'] as const,
};

export const myNoticesQuery = queryOptions({
  queryKey: noticeKeys.mine,
  queryFn: async () => taken(await client.GET('/api/v1/me/notices')),
});
export const channelsQuery = queryOptions({
  queryKey: noticeKeys.channels,
  queryFn: async () => taken(await client.GET('/api/v1/notices/channels')),
  refetchInterval: LOOK,
});
export function postsQuery(way: Way, state: PostState | null) {
  return parcelPages<Post>([...noticeKeys.posts, way], state, async (query) =>
    taken(await client.GET('/api/v1/notices/posts', { params: { query: { way, ...query } } })),
  );
}

const of = (way: Way) => ({ params: { path: { way } } });

export async function wish(body: Wishes): Promise<Contact> {
  return taken(await client.PUT('/api/v1/me/notices', { body }));
}
export async function askMail(mail: string): Promise<Contact> {
  return taken(await client.POST('/api/v1/me/notices/mail', { body: { mail } }));
}
export async function proveMail(code: string): Promise<Contact> {
  return taken(await client.POST('/api/v1/me/notices/mail/code', { body: { code } }));
}
export async function askTelegram(): Promise<Proof> {
  return taken(await client.POST('/api/v1/me/notices/telegram'));
}
export async function unlink(way: Way): Promise<Contact> {
  return taken(await client.DELETE('/api/v1/me/notices/ways/{way}', of(way)));
}
export async function setMailServer(body: MailServer): Promise<Channel> {
  return taken(await client.PUT('/api/v1/notices/mail-server', { body }));
}
export async function setBot(body: Schemas['BotIn']): Promise<Channel> {
  return taken(await client.PUT('/api/v1/notices/bot', { body }));
}
export async function dropChannel(way: Way): Promise<void> {
  await client.DELETE('/api/v1/notices/channels/{way}', of(way));
}
export async function testChannel(way: Way): Promise<Schemas['TriedOut']> {
  return taken(await client.POST('/api/v1/notices/channels/{way}/test', of(way)));
}
export async function replayPost(post_id: number): Promise<Post> {
  return taken(
    await client.POST('/api/v1/notices/posts/{post_id}/replay', { params: { path: { post_id } } }),
  );
}
export async function replayDead(way: Way): Promise<number> {
  return taken(await client.POST('/api/v1/notices/channels/{way}/replay', of(way)));
}
