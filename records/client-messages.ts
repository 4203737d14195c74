import { randomBytes } from 'node:crypto';
import { expiresAfterMs } from '../workflows/sign-up/rules';
import { addToDirectory, hashOf } from './directory';
import { newId } from './ids';
import { clientWords, organisationOf } from './people';
import type { Outgoing } from './urgent-care/dispatches';
import type { Letter, ToClient, WrittenChannel } from './urgent-care/letters';
import type { Work } from './work';
import { writeAhead } from './written-ahead';

/** What is written to a client outside of urgent care: in sign-up, and as a service. */

export interface ClientMessage {
  readonly clientId: string;
  readonly signUpId?: string;
  /** With the channel: the key under which this message exists once. */
  readonly key: string;
  readonly template: string;
  /** Absent: service. */
  readonly purpose?: 'service' | 'legal';
  /** Whose first letter of the path names the page that the message's personal link opens, if it has one. */
  readonly page?: ClientPage;
  /** Until when the link works; absent: as long as a sign-up waits for its client. */
  readonly linkUntil?: Date;
  readonly publicUrl: string;
  readonly write: (channel: WrittenChannel, facts: ToClient & { readonly link: string }) => Letter;
}

/** The pages of a client beside urgent care, with their paths. */
const clientPages = { 'sign-up': 's', copy: 'k' } as const;
type ClientPage = keyof typeof clientPages;

/** Writes one message a channel that is safe for the client; none to one who has died. */
export async function openClientMessages(work: Work, message: ClientMessage): Promise<readonly Outgoing[]> {
  const { clientId, signUpId, key, template, purpose = 'service', page, publicUrl, write } = message;
  const { held, mobile, email, country, safeContact } = await clientWords(work, clientId);
  if (held) return [];
  const { senderName, callbackNumber } = await organisationOf(work);
  const ways: readonly { channel: WrittenChannel; address: string | null }[] = [
    { channel: 'sms', address: safeContact.sms ? mobile : null },
    { channel: 'email', address: safeContact.email ? email : null },
  ];
  const { outgoing, fresh } = await writeAhead(
    work,
    ways.flatMap(({ channel, address: to }) => {
      if (to === null) return [];
      const words = () => {
        const token = page ? randomBytes(16).toString('base64url') : null;
        const link = page && token ? `${publicUrl}/${clientPages[page]}/${token}` : '';
        return { to, token, ...write(channel, { senderName, callbackNumber, country, link }) };
      };
      const recipient = { kind: 'client', clientId, ...(signUpId === undefined ? {} : { signUpId }) } as const;
      return [{ stepKey: `${key}/${channel}`, purpose, template, channel, to: recipient, words }];
    }),
  );
  for (const { id: dispatchId, words } of fresh) {
    if (page && words.token !== null) await addLink(work, message, { dispatchId, page, token: words.token });
  }
  return outgoing;
}

async function addLink(
  work: Work,
  { clientId, signUpId, linkUntil }: ClientMessage,
  { dispatchId, page, token }: { readonly dispatchId: string; readonly page: ClientPage; readonly token: string },
): Promise<void> {
  await work.db.clientLink.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      clientId,
      signUpId: signUpId ?? null,
      dispatchId,
      page,
      tokenHash: hashOf(token),
      expiresAt: linkUntil ?? new Date(work.at.getTime() + expiresAfterMs),
    },
  });
  await addToDirectory(work, 'link', token);
}
