import { lockClient } from '../clients/lock';
import { type TakenOnce, takeOnce } from '../inbound-messages';
import { organisationOf } from '../people';
import type { DispatchWords } from '../urgent-care/dispatches';
import { disclosuresTo, hasOpenCase, type Placed, passOn } from '../urgent-care/pass-on';
import { heedItself, type Work } from '../work';
import { recordOptOut } from './opt-outs';
import { partsOf } from './own-words';
import { emailReadsAs, speaksOfTexts, type WrittenByUs } from './reads-as-opt-out';

export interface InboundEmail {
  /** Told again, it is the same email. */
  readonly id: string;
  readonly from: string;
  /** As the sender calls themselves; empty: not at all. */
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  readonly automatic: boolean;
  /** Pictures and files, which are not kept. */
  readonly attachments: number;
  /** It says more than `text` has room for. */
  readonly cutShort: boolean;
}

export type EmailTaken =
  /** It says that no more marketing is wanted, and nothing else. */
  | 'opted-out'
  /** A machine wrote it: it is in the list, and nobody is called to read it. */
  | 'automatic'
  | Placed['taken'];

/** Takes an email that came in: whoever wants no more marketing is heard, and a person reads whatever else it says. */
export const takeEmail = (work: Work, email: InboundEmail): Promise<EmailTaken> => {
  const { id: vendorId, from, subject, text, attachments } = email;
  const words = { from, subject, text, ...(attachments > 0 ? { attachments } : {}) };
  return takeOnce<EmailTaken>(work, { channel: 'email', vendorId, words }, () => place(work, email));
};

async function place(work: Work, email: InboundEmail): Promise<TakenOnce<EmailTaken>> {
  const { from } = email;
  const carriesMore = email.attachments > 0 || email.cutShort;
  const { optsOut, forAPerson } = emailReadsAs({ ...email, carriesMore }, await writtenByUs(work, from));
  const told = await disclosuresTo(work, from);
  const isOnlyOptOut = optsOut && !forAPerson && told.length === 0 && !(await hasOpenCase(work, from));
  const stopsAll = optsOut && (await optOut(work, email));
  if (optsOut ? isOnlyOptOut && stopsAll : !forAPerson) {
    return { taken: optsOut ? 'opted-out' : 'automatic', caseId: null };
  }
  return passOn(work, { from, text: inShort(email) }, told);
}

/** @returns whether that stops all that they may mean: texts too, if they speak of those */
async function optOut(work: Work, { from, subject, text }: InboundEmail): Promise<boolean> {
  const clientId = await lockOnlyClientWith(work, from);
  const whom = clientId === null ? { email: from } : { clientId };
  await recordOptOut(work, heedItself, { whom, source: 'inbound-email', receivedAt: work.at });
  return clientId !== null || !speaksOfTexts(`${subject}\n${text}`);
}

/** Null also where several share the address: which of them wrote, nobody can tell. */
async function lockOnlyClientWith(work: Work, email: string): Promise<string | null> {
  const known = await onlyClientWith(work, email);
  if (known === null) return null;
  await lockClient(work, known);
  // Their address may have changed while the lock was waited for.
  return (await onlyClientWith(work, email)) === known ? known : null;
}

async function onlyClientWith(work: Work, email: string): Promise<string | null> {
  const where = { emailIndex: { in: work.indexes(email) } };
  const [only, ...others] = await work.db.client.findMany({ where, select: { id: true }, take: 2 });
  return only && others.length === 0 ? only.id : null;
}

/** The newest are those that people answer. */
const lettersAtMost = 20;

/** The news that went to this address. */
async function writtenByUs(work: Work, email: string): Promise<WrittenByUs> {
  const { senderName } = await organisationOf(work);
  const sent = await work.db.dispatch.findMany({
    where: { toIndex: { in: work.indexes(email) }, purpose: 'marketing', channel: 'email', clientId: { not: null } },
    orderBy: { seq: 'desc' },
    take: lettersAtMost,
  });
  const letters = await Promise.all(
    sent.map(({ clientId, sealed }) => work.open<DispatchWords>(clientId ?? work.organisationId, sealed)),
  );
  return { senderName, letters: letters.map(({ subject, text }) => ({ subject: subject ?? '', text })) };
}

/** As much of it as a timeline holds; the whole of it stands among the case's messages. */
const timelineHolds = 5_000;

/** Of a long one, what they wrote themselves comes first: there may be nothing but quotation above it. */
function inShort({ subject, text, attachments }: InboundEmail): string {
  const files = attachments > 0 ? `\n(with ${attachments} pictures or files, which are not kept)` : '';
  const whole = `${subject}\n${text}`;
  if (whole.length <= timelineHolds) return whole + files;
  const ownFirst = `${subject}\n${partsOf(text).own.join('\n')}\n\n${text}`;
  return `${ownFirst.slice(0, timelineHolds)} (there is more: the messages of this case have all of it)${files}`;
}
