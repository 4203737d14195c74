import { isGsm7, smsParts } from '../../../records/gsm7';
import type { Purpose } from '../../../records/purposes';
import { tellingWordsAt, tellingWordsOnScreen } from '../../../records/telling-words';
import type { Letter, Sender } from '../../../records/urgent-care/letters';
import { crisisLineForSms, crisisLines, notAnEmergencyService } from '../../../workflows/shared/crisis-block';
import type { Channel, Tier } from '../../../workflows/urgent-care/words';
import { digitByDigit } from './letters-in';

/** A message as the lint sees it. */
export interface LetterToLint {
  /** Which letter, and with which values, for whoever reads the fault. */
  readonly name: string;
  readonly to: 'client' | 'contact' | 'gp' | 'staff';
  readonly channel: Channel;
  /** Only in urgent care a message to a client may not be without the crisis block; absent: it is that. */
  readonly purpose?: Purpose;
  readonly letter: Letter;
  /** To a third party: how much they may be told. */
  readonly tier?: Tier;
  /** To a client: where they are. */
  readonly country?: string | null;
  /** Words that people gave: they are not ours to choose. */
  readonly given?: readonly string[];
  /** What this reader must not find. */
  readonly secrets?: readonly string[];
  /** Who writes: the reader is told whom to call, staff excepted. */
  readonly sender?: Sender;
  /** The case's code, by which an answer is told from that to another message. */
  readonly code?: string;
}

const partsAtMost = { client: 3, contact: 2, gp: 2, staff: 2 } as const;

/** Everything that is wrong with a message; nothing, if it may go. domain.md §7, contract.md §4 */
export function faultsOf(message: LetterToLint): readonly string[] {
  const faults = [
    ...subjectFaults(message),
    ...lengthFaults(message),
    ...characterFaults(message),
    ...senderFaults(message),
    ...answerFaults(message),
    ...(message.to === 'client' && isUrgent(message) ? clientFaults(message) : []),
    ...(message.purpose === 'marketing' ? marketingFaults(message) : []),
    ...(message.tier === undefined ? [] : tierFaults(message, message.tier)),
    ...(message.secrets ?? [])
      .filter((secret) => textOf(message).includes(secret))
      .map((secret) => `tells "${secret}"`),
  ];
  return faults.map((fault) => `${message.name}, ${message.channel} to ${message.to}: ${fault}`);
}

const isUrgent = ({ purpose = 'urgent-care' }: LetterToLint): boolean => purpose === 'urgent-care';

/** Whoever gets marketing is told how to have no more of it. domain.md §4 */
function marketingFaults({ channel, letter }: LetterToLint): readonly string[] {
  return [
    ...(/https?:/.test(letter.text) ? [] : ['has no link to stop it']),
    ...(channel === 'email' || /\bSTOP\b/.test(letter.text) ? [] : ['does not say that STOP stops it']),
  ];
}

const textOf = ({ letter }: Pick<LetterToLint, 'letter'>): string =>
  [letter.subject, letter.text, letter.ending ?? ''].join('\n');

/** A subject is read by whoever sees the screen, whoever the message is for. */
function subjectFaults({ channel, letter }: LetterToLint): readonly string[] {
  if (channel !== 'email') return letter.subject === '' ? [] : ['only an email has a subject'];
  if (letter.subject === '') return ['no subject'];
  return tellingWordsOnScreen(letter.subject).map((word) => `its subject says "${word}"`);
}

function lengthFaults({ channel, letter, to }: LetterToLint): readonly string[] {
  const parts = smsParts(letter.text);
  return channel === 'sms' && parts > partsAtMost[to] ? [`${parts} parts, at most ${partsAtMost[to]}`] : [];
}

/** One typographic quote of ours would make every SMS half as long. */
function characterFaults({ letter, given }: LetterToLint): readonly string[] {
  const ours = without(textOf({ letter }), given ?? []);
  return isGsm7(ours) ? [] : [`"${Array.from(ours).find((character) => !isGsm7(character))}" is not GSM-7`];
}

function senderFaults({ channel, letter, to, sender, purpose }: LetterToLint): readonly string[] {
  if (!sender) return [];
  const number = channel === 'voice' ? digitByDigit(sender.callbackNumber) : sender.callbackNumber;
  return [
    ...(letter.text.includes(sender.senderName) ? [] : ['does not say who writes']),
    // News by SMS asks for no call, and has no room to spare.
    ...(to === 'staff' || (purpose === 'marketing' && channel === 'sms') || letter.text.includes(number)
      ? []
      : ['names no number to call']),
  ];
}

/** What a message must have for its answer to be understood. domain.md §3.7 */
function answerFaults({ channel, letter, code }: LetterToLint): readonly string[] {
  if (channel !== 'voice') return code === undefined || textOf({ letter }).includes(code) ? [] : ['lacks the code'];
  return [
    ...(/https?:/.test(letter.text) ? ['reads a link out'] : []),
    ...(letter.ending === undefined || (/\b1\b.*\b2\b/.test(letter.text) && /press/i.test(letter.text))
      ? []
      : ['asks for a key and offers none']),
  ];
}

function clientFaults({ channel, letter, country = null }: LetterToLint): readonly string[] {
  const block = channel === 'sms' ? [crisisLineForSms(country)] : crisisLines(country).map(({ label }) => label);
  return [
    ...block.filter((line) => !letter.text.includes(line)).map((line) => `lacks "${line}"`),
    ...(letter.text.includes(notAnEmergencyService) ? [] : ['lacks the statement']),
  ];
}

function tierFaults({ letter, given = [] }: LetterToLint, tier: Tier): readonly string[] {
  const ours = without([letter.text, letter.ending ?? ''].join('\n'), given);
  return tellingWordsAt(tier, ours).map((word) => `says "${word}" at the tier "${tier}"`);
}

const without = (text: string, given: readonly string[]): string =>
  given.reduce((rest, words) => (words === '' ? rest : rest.replaceAll(words, '')), text);
