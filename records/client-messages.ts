import { expiresAfterMs } from '../workflows/sign-up/rules';
import { addClientLink, type ClientPage, newClientLink } from './client-links';
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
  /** That the message's personal link opens, if it has one. */
  readonly page?: ClientPage;
  /** Until when the link works; absent: as long as a sign-up waits for its client. */
  readonly linkUntil?: Date;
  readonly publicUrl: string;
  readonly write: (channel: WrittenChannel, facts: ToClient & { readonly link: string }) => Letter;
}

/** Writes one message a channel that is safe for the client; none to one who has died. */
export async function openClientMessages(work: Work, message: ClientMessage): Promise<readonly Outgoing[]> {
  const { clientId, signUpId, key, template, purpose = 'service', page, publicUrl, write } = message;
  const expiresAt = message.linkUntil ?? new Date(work.at.getTime() + expiresAfterMs);
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
        const { token, link } = page ? newClientLink(publicUrl, page) : { token: null, link: '' };
        return { to, token, ...write(channel, { senderName, callbackNumber, country, link }) };
      };
      const recipient = { kind: 'client', clientId, ...(signUpId === undefined ? {} : { signUpId }) } as const;
      return [{ stepKey: `${key}/${channel}`, purpose, template, channel, to: recipient, words }];
    }),
  );
  for (const { id: dispatchId, words } of fresh) {
    const { token } = words;
    if (page && token !== null) await addClientLink(work, { clientId, signUpId, dispatchId, page, token, expiresAt });
  }
  return outgoing;
}
