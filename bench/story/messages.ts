import { randomUUID } from 'node:crypto';
import { englishLetters } from '../../activities/messaging/letters/english';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import type { Letter, WrittenChannel } from '../../records/urgent-care/letters';
import { peopleOf } from './people';
import type { MessageKind } from './story';

type WrittenMessage = Outgoing & { readonly channel: WrittenChannel };

/** What a step sends, word for word as Heed writes it: for arms that keep no records to write it from. */
export function messagesOf(kind: MessageKind, caseNumber: number, publicUrl: string): readonly WrittenMessage[] {
  const people = peopleOf(caseNumber);
  const toClient = { sms: people.clientMobile, email: people.clientEmail };
  const toPractitioner = { sms: people.practitionerMobile, email: people.practitionerEmail };
  switch (kind) {
    case 'inform-client':
      return both(toClient, (channel) =>
        englishLetters.informClient(channel, { ...sender, country, aboutAnother: false, link: link(publicUrl, 'c') }),
      );
    case 'ask-for-decision':
    case 'ask-for-outcome': {
      const asks = kind === 'ask-for-decision' ? 'decision' : 'outcome';
      return both(toPractitioner, (channel) =>
        englishLetters.staffPage(channel, { ...sender, asks, code, immediacy: 'significant' }),
      );
    }
    case 'disclose': {
      const facts = { ...sender, tier: 'concern', clientName: people.clientName, birthDate: null, code } as const;
      const said = { concern: '', doneSoFar: '', link: link(publicUrl, 'a') };
      return [outgoing('sms', people.contactMobile, englishLetters.disclosure('sms', { ...facts, ...said }))];
    }
    case 'tell-client-what-was-shared': {
      const shared = [{ recipient: 'your first contact', what: 'that there is concern', basis: 'you agreed to it' }];
      return both(toClient, (channel) => englishLetters.whatWasShared(channel, { ...sender, country, shared }));
    }
  }
}

/** The organisation that every case of the benchmark belongs to. */
export const organisationFacts = {
  senderName: 'Riverside',
  callbackNumber: '+9990000001',
  smsNumber: '+9990000002',
  marketingSmsNumber: null,
} as const;

const sender = { senderName: organisationFacts.senderName, callbackNumber: organisationFacts.callbackNumber };
const country = 'GB';
const code = 'AB34';
const link = (publicUrl: string, page: 'a' | 'c'): string => `${publicUrl}/${page}/${'x'.repeat(22)}`;

const both = (
  to: Readonly<Record<WrittenChannel, string>>,
  write: (channel: WrittenChannel) => Letter,
): readonly WrittenMessage[] =>
  (['sms', 'email'] as const).map((channel) => outgoing(channel, to[channel], write(channel)));

const outgoing = (channel: WrittenChannel, to: string, letter: Letter): WrittenMessage => ({
  id: randomUUID(),
  organisationId: '00000000-0000-7000-8000-000000000000',
  purpose: 'urgent-care',
  channel,
  to,
  fromNumber: organisationFacts.smsNumber,
  senderName: organisationFacts.senderName,
  ...letter,
  createdAt: new Date(),
  state: 'fresh',
  status: 'queued',
  maySend: true,
});
