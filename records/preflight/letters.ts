import type { RotaTierName } from '../rota/rota';
import type { Letter, WrittenChannel } from '../urgent-care/letters';

/** What is written to staff about what a preflight found. No client is named. */
export interface PreflightLetters {
  readonly rotaGaps: (
    channel: WrittenChannel,
    facts: {
      readonly senderName: string;
      readonly timeZone: string;
      readonly gaps: readonly [GapToTell, ...GapToTell[]];
    },
  ) => Letter;
  /** @param facts.people named in plans who were not told in time how their data are held. */
  readonly overdueNotices: (
    channel: WrittenChannel,
    facts: { readonly senderName: string; readonly people: number },
  ) => Letter;
  /** @param facts.treatedBy the reader: their own clients */
  readonly unreachableClients: (
    channel: WrittenChannel,
    facts: { readonly senderName: string; readonly clients: number; readonly treatedBy: 'reader' | 'nobody' },
  ) => Letter;
}

export interface GapToTell {
  readonly tier: RotaTierName;
  readonly from: Date;
  readonly to: Date;
}
