import { randomBytes } from 'node:crypto';
import { addToDirectory, hashOf, lookUp } from './directory';
import type { HeedError } from './errors';
import type { ClientLink } from './generated/client';
import { newId } from './ids';
import type { Records } from './records';
import { linkIsOver } from './urgent-care/personal-page';
import type { Work } from './work';

/** A client's own links beside urgent care: each is in one message, and on record is a hash of its token alone. */

/** Where each page begins. */
const paths = { 'sign-up': 's', copy: 'k', preferences: 'u' } as const;
export type ClientPage = keyof typeof paths;

export interface LinkInWords {
  readonly token: string;
  /** As it stands in a message. */
  readonly link: string;
}

/** A link for the words of a message that is about to be written. */
export function newClientLink(publicUrl: string, page: ClientPage): LinkInWords {
  const token = randomBytes(16).toString('base64url');
  return { token, link: `${publicUrl}/${paths[page]}/${token}` };
}

export interface NewClientLink {
  readonly clientId: string;
  readonly signUpId?: string | undefined;
  /** The message that it is in. */
  readonly dispatchId: string;
  readonly page: ClientPage;
  readonly token: string;
  readonly expiresAt: Date;
}

/** Makes the link work, from when its message has been written. */
export async function addClientLink(work: Work, { signUpId, token, ...link }: NewClientLink): Promise<void> {
  const { organisationId } = work;
  await work.db.clientLink.create({
    data: { id: newId(), organisationId, signUpId: signUpId ?? null, tokenHash: hashOf(token), ...link },
  });
  await addToDirectory(work, 'link', token);
}

/** Runs `follow` as the organisation that the token belongs to, however old the link is. Null: it is nobody's. */
export async function withClientLink<T>(
  records: Records,
  at: Date,
  token: string,
  follow: (work: Work, link: ClientLink) => Promise<T>,
): Promise<T | null> {
  const organisationId = await lookUp(records, 'link', token);
  if (organisationId === null) return null;
  return records.withOrganisation(organisationId, at, async (work) => {
    const link = await work.db.clientLink.findUnique({ where: { tokenHash: hashOf(token) } });
    return link && follow(work, link);
  });
}

export interface ToFollow {
  readonly token: string;
  readonly page: ClientPage;
  /** What its holder is told when it leads nowhere any more. */
  readonly over?: () => HeedError;
}

/** As withClientLink. @throws NotFound, or what `over` says, if the link is unknown, of another page, or too old */
export async function followClientLink<T>(
  records: Records,
  at: Date,
  { token, page, over = linkIsOver }: ToFollow,
  follow: (work: Work, link: ClientLink) => Promise<T>,
): Promise<T> {
  const followed = await withClientLink(records, at, token, async (work, link) =>
    link.page === page && link.expiresAt > at ? { answer: await follow(work, link) } : null,
  );
  if (followed === null) throw over();
  return followed.answer;
}
