import { type TakenOnce, takeOnce } from '../inbound-messages';
import { disclosuresTo, type Placed, passOn } from '../urgent-care/pass-on';
import { heedItself, type Work } from '../work';
import { recordOptOut } from './opt-outs';
import { emailReadsAs } from './reads-as-opt-out';

export interface InboundEmail {
  /** Told again, it is the same email. */
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly automatic: boolean;
}

export type EmailTaken =
  /** It says that no more marketing is wanted, and nothing else. */
  | 'opted-out'
  /** A machine wrote it: it is kept, and nobody is called to read it. */
  | 'automatic'
  | Placed['taken'];

/** Takes an email that came in: whoever wants no more marketing is heard, and a person reads whatever else it says. */
export const takeEmail = (work: Work, email: InboundEmail): Promise<EmailTaken> => {
  const { id: vendorId, from, subject, text } = email;
  return takeOnce<EmailTaken>(work, { channel: 'email', vendorId, words: { from, subject, text } }, () =>
    place(work, email),
  );
};

async function place(work: Work, email: InboundEmail): Promise<TakenOnce<EmailTaken>> {
  const { optsOut, forAPerson } = emailReadsAs(email);
  const { from, subject, text } = email;
  if (optsOut) {
    await recordOptOut(work, heedItself, { whom: { email: from }, source: 'inbound-email', receivedAt: work.at });
  }
  if (forAPerson) {
    return passOn(work, { from, text: shortened(`${subject}\n${text}`) }, await disclosuresTo(work, from));
  }
  return { taken: optsOut ? 'opted-out' : 'automatic', caseId: null };
}

/** As much of it as a timeline holds; the whole of it is kept with the message. */
const timelineHolds = 5_000;
const shortened = (words: string): string =>
  words.length > timelineHolds ? `${words.slice(0, timelineHolds)} (there is more)` : words;
