import type { Letter, WrittenChannel } from '../../records/urgent-care/letters';
import { crisisLineForSms, crisisLines, notAnEmergencyService } from '../../workflows/shared/crisis-block';
import type { Tier } from '../../workflows/urgent-care/words';
import { isGsm7, smsParts } from '../support/sms-parts';

/** A message as the lint sees it. */
export interface LetterToLint {
  /** Which letter, and with which values, for whoever reads the fault. */
  readonly name: string;
  readonly to: 'client' | 'contact' | 'gp' | 'staff';
  readonly channel: WrittenChannel;
  readonly letter: Letter;
  /** To a third party: how much they may be told. */
  readonly tier?: Tier;
  /** To a client: where they are. */
  readonly country?: string | null;
  /** Words that people gave: they are not ours to choose. */
  readonly given?: readonly string[];
  /** What this reader must not find. */
  readonly secrets?: readonly string[];
}

/** contract.md §4, and what goes with it: no condition, no score. */
const alwaysTelling = [
  ...['health', 'mental', 'therapy', 'therapist', 'therapies', 'counselling', 'counsellor', 'clinician', 'clinical'],
  ...['care plan', 'assessment', 'crisis', 'risk', 'suicide', 'suicidal', 'self-harm', 'self harm'],
  ...['depression', 'depressed', 'anxiety', 'anxious', 'psychosis', 'psychiatric', 'psychologist', 'bipolar', 'ptsd'],
  ...['diagnosis', 'diagnosed', 'score', 'phq-9', 'gad-7', 'core-10', 'patient', 'treatment', 'urgent care'],
];
const tellingAtAttention = ['wellbeing', 'safety', 'concerned', 'client'];

const partsAtMost = { client: 3, contact: 2, gp: 2, staff: 2 } as const;

/** Everything that is wrong with a message; nothing, if it may go. domain.md §7, contract.md §4 */
export function faultsOf(message: LetterToLint): readonly string[] {
  const faults = [
    ...subjectFaults(message),
    ...lengthFaults(message),
    ...characterFaults(message),
    ...(message.to === 'client' ? clientFaults(message) : []),
    ...(message.tier === undefined ? [] : tierFaults(message, message.tier)),
    ...(message.secrets ?? [])
      .filter((secret) => textOf(message).includes(secret))
      .map((secret) => `tells "${secret}"`),
  ];
  return faults.map((fault) => `${message.name}, ${message.channel} to ${message.to}: ${fault}`);
}

const textOf = ({ letter }: LetterToLint): string => `${letter.subject}\n${letter.text}`;

const named = (text: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => new RegExp(`\\b${word}s?\\b`, 'i').test(text));

/** A subject is read by whoever sees the screen, whoever the message is for. */
function subjectFaults({ channel, letter }: LetterToLint): readonly string[] {
  if (channel === 'sms') return letter.subject === '' ? [] : ['an SMS has no subject'];
  if (letter.subject === '') return ['no subject'];
  return named(letter.subject, [...alwaysTelling, ...tellingAtAttention]).map((word) => `its subject says "${word}"`);
}

function lengthFaults({ channel, letter, to }: LetterToLint): readonly string[] {
  const parts = smsParts(letter.text);
  return channel === 'sms' && parts > partsAtMost[to] ? [`${parts} parts, at most ${partsAtMost[to]}`] : [];
}

/** One typographic quote of ours would make every SMS half as long. */
function characterFaults({ letter, given }: LetterToLint): readonly string[] {
  const ours = without(`${letter.subject}\n${letter.text}`, given ?? []);
  return isGsm7(ours) ? [] : [`"${Array.from(ours).find((character) => !isGsm7(character))}" is not GSM-7`];
}

function clientFaults({ channel, letter, country = null }: LetterToLint): readonly string[] {
  const block = channel === 'sms' ? [crisisLineForSms(country)] : crisisLines(country).map(({ label }) => label);
  return [
    ...block.filter((line) => !letter.text.includes(line)).map((line) => `lacks "${line}"`),
    ...(letter.text.includes(notAnEmergencyService) ? [] : ['lacks the statement']),
  ];
}

function tierFaults({ letter, given = [] }: LetterToLint, tier: Tier): readonly string[] {
  const ours = without(letter.text, given);
  const telling = tier === 'attention' ? [...alwaysTelling, ...tellingAtAttention] : alwaysTelling;
  return named(ours, telling).map((word) => `says "${word}" at the tier "${tier}"`);
}

const without = (text: string, given: readonly string[]): string =>
  given.reduce((rest, words) => (words === '' ? rest : rest.replaceAll(words, '')), text);
