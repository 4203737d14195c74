import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import type { Letter } from '../urgent-care/letters';

/** What the organisation wants said, as it gave it. */
export interface MarketingTexts {
  readonly subject: string;
  readonly text: string;
  /** What goes by SMS; null: nothing does. */
  readonly sms: string | null;
}

/** The organisation's words in a frame of ours, which says how to have no more of them. */
export type MarketingLetter = (
  channel: MarketingChannel,
  facts: {
    readonly senderName: string;
    readonly callbackNumber: string;
    readonly topic: string;
    readonly subject: string;
    /** As it goes by this channel. */
    readonly text: string;
    /** The reader's own page, on which they choose. */
    readonly link: string;
    /** Where an email with "unsubscribe" is understood; null: nowhere. */
    readonly inboundEmail: string | null;
  },
) => Letter;
