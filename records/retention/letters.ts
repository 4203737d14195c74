import type { Letter, ToClient, WrittenChannel } from '../urgent-care/letters';

interface RetentionNoticeFacts extends ToClient {
  /** To the page on which they get their copy. */
  readonly link: string;
  readonly goesAt: Date;
  readonly timeZone: string;
  /** Whether other data of theirs stays for longer. */
  readonly somethingStays: boolean;
}

/** Tells a client when their data goes. The words themselves stand in activities/messaging/letters. */
export type RetentionNoticeLetter = (channel: WrittenChannel, facts: RetentionNoticeFacts) => Letter;
