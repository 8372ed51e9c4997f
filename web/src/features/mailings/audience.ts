/** Who a text for many goes to, as typed: pure. */
import type { MailingIn } from '@/api/mailings';

type Audience = NonNullable<MailingIn['audience']>;
/** What another page hands over with the link: chosen clients or numbers. */
export type Handed = { clients?: number[]; numbers?: string[] };
type Typed = { clients: number[]; numbers: string; tag: string; responsible: string };

/** Numbers stand one a line, or between commas and semicolons; spaces belong to a number. */
export function audienceOf({ clients, numbers, tag, responsible }: Typed): Audience {
  return {
    clients,
    numbers: numbers
      .split(/[\n,;]+/)
      .map((one) => one.trim().slice(0, 80))
      .filter(Boolean),
    ...(tag ? { tag } : {}),
    ...(responsible ? { responsible } : {}),
  };
}

export function isNobody(audience: Audience): boolean {
  return !(
    audience.clients?.length ||
    audience.numbers?.length ||
    audience.tag ||
    audience.responsible
  );
}
