import type { Channel, Immediacy, TaskKind, Tier } from '../../workflows/urgent-care/words';

/** What messages are made of. The words themselves stand in activities/messaging/letters, one file a language. */

export type WrittenChannel = Exclude<Channel, 'voice'>;

export interface Letter {
  /** Of an email; never reveals therapy. */
  readonly subject: string;
  /** Of a call: what is spoken. */
  readonly text: string;
  /** Of a call that asks for a key: the last words to someone who pressed none that was offered. */
  readonly ending?: string;
}

export interface Sender {
  readonly senderName: string;
  readonly callbackNumber: string;
}

export interface ToClient extends Sender {
  /** ISO 3166-1 alpha-2; null: not known. */
  readonly country: string | null;
}

export interface SharedItem {
  readonly recipient: string;
  readonly what: string;
  readonly basis: string;
}

/** What a page asks of staff, or tells them. */
export type StaffAsks =
  | 'decision'
  | 'approval'
  | 'may-proceed'
  | 'unapproved'
  | 'action'
  | 'outcome'
  | 'news'
  | 'handover'
  | 'gp-call'
  | TaskKind;

export interface Letters {
  /** Urgent care steps are being considered; the link asks. */
  informClient(
    channel: WrittenChannel,
    facts: ToClient & { readonly link: string; readonly aboutAnother: boolean },
  ): Letter;
  /** After a withdrawal: what had gone, and that nothing more goes. */
  whatHadGone(channel: WrittenChannel, facts: ToClient & { readonly shared: readonly SharedItem[] }): Letter;
  /** In aftercare: what was shared, with whom and on which basis. */
  whatWasShared(channel: WrittenChannel, facts: ToClient & { readonly shared: readonly SharedItem[] }): Letter;
  /** When it is over: how was it? The link takes the answer. */
  howItWas(channel: WrittenChannel, facts: ToClient & { readonly link: string }): Letter;
  /** To a third party, at the mandate's tier and not a word more. */
  disclosure(
    channel: Channel,
    facts: Sender & {
      readonly tier: Tier;
      readonly clientName: string;
      readonly birthDate: string | null;
      readonly concern: string;
      readonly doneSoFar: string;
      readonly code: string;
      readonly link: string;
    },
  ): Letter;
  /** To those who were told: it is over. */
  itIsOver(channel: Channel, facts: Sender & { readonly code: string }): Letter;
  /** To staff; names the case by its code only. */
  staffPage(
    channel: WrittenChannel,
    facts: Sender & {
      readonly asks: StaffAsks;
      readonly code: string;
      readonly immediacy: Immediacy;
    },
  ): Letter;
}
