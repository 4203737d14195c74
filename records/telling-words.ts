import type { Tier } from '../workflows/urgent-care/words';
import { invalidInput } from './errors';

/** Words that tell what a message is about to whoever sees the screen. contract.md §4 */

/** None of them stands in a subject, a sender's name, or a message at `attention` or `concern`: no condition, no score. */
const alwaysTelling = [
  ...['health', 'mental', 'therapy', 'therapist', 'therapies', 'counselling', 'counsellor', 'clinician', 'clinical'],
  ...['care plan', 'assessment', 'crisis', 'risk', 'suicide', 'suicidal', 'self-harm', 'self harm'],
  ...['depression', 'depressed', 'anxiety', 'anxious', 'psychosis', 'psychiatric', 'psychologist', 'bipolar', 'ptsd'],
  ...['diagnosis', 'diagnosed', 'score', 'phq-9', 'gad-7', 'core-10', 'patient', 'treatment', 'urgent care'],
];
/** These may be used once the mandate's tier is `concern`. */
const tellingAtAttention = ['wellbeing', 'safety', 'concerned', 'client'];

const named = (text: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => new RegExp(`\\b${word}s?\\b`, 'i').test(text));

/** The telling words that a third party would read in this text, at this tier. Our own words are plain at a summary too. */
export const tellingWordsAt = (tier: Tier, text: string): readonly string[] =>
  named(text, tier === 'attention' ? [...alwaysTelling, ...tellingAtAttention] : alwaysTelling);

/** Those that anyone would read who only sees a sender or a subject. */
export const tellingWordsOnScreen = (text: string): readonly string[] => tellingWordsAt('attention', text);

/** The longest name that leaves a message its room. */
const longestSenderName = 20;

/** @throws InvalidInput for a name that reveals therapy, or leaves no room beside it */
export function requireNeutralSender(senderName: string): void {
  const [telling] = tellingWordsOnScreen(senderName);
  if (telling !== undefined) {
    throw invalidInput(
      'telling-sender-name',
      `"${telling}" in the sender's name tells strangers what messages are about.`,
    );
  }
  if (senderName.length > longestSenderName) {
    throw invalidInput('sender-name-too-long', `The sender's name has at most ${longestSenderName} characters.`);
  }
}
