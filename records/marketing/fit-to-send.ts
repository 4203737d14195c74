import { invalidField } from '../errors';
import { smsParts } from '../gsm7';
import { tellingWordsOnScreen } from '../telling-words';
import type { MarketingTexts } from './letters';

/** As much of an email as a screen shows beside its subject. Characters. */
const previewLength = 150;
const partsAtMost = 3;
/** Beside the sender's name and the text: how to stop it, and the reader's own link. Characters; the lint holds it. */
export const roomBesideSms = 110;

/**
 * What an organisation wants said to many, as it may go: nobody who only sees the screen learns what its reader is
 * here for, and it is no longer than an SMS may be. domain.md §7
 * @throws InvalidInput naming what is wrong and what to do
 */
export function requireFitToSend({ subject, text, sms }: MarketingTexts, senderName: string): void {
  requireNothingTold('subject', subject);
  requireNothingTold(
    'text',
    text.slice(0, previewLength),
    ' Begin with other words: screens show how a message begins.',
  );
  if (sms === null) return;
  requireNothingTold('sms', sms);
  const parts = smsParts(`${senderName}: ${sms}${' '.repeat(roomBesideSms)}`);
  if (parts <= partsAtMost) return;
  const message = `takes ${parts} SMS with what belongs to it, at most ${partsAtMost} may be sent`;
  const detail = `The text ${message}. Give a shorter one as "sms", or null if none is to go by SMS.`;
  throw invalidField('sms', message, { problem: 'too-long-for-sms', detail });
}

function requireNothingTold(path: keyof MarketingTexts, words: string, also = ''): void {
  const [telling] = tellingWordsOnScreen(words);
  if (telling === undefined) return;
  const message = `"${telling}" tells whoever sees the screen what the message is about`;
  throw invalidField(path, message, { problem: 'telling-words', detail: `${path}: ${message}.${also}` });
}
