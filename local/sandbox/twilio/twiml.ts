import type { HeedAnswer } from '../heed';
import { unescapeHtml } from '../html';

/** What TwiML asks Twilio to do, as far as Heed asks it. Other verbs have no effect here. */

/** The texts that a TwiML answer asks Twilio to send back. */
export function messagesIn(answer: HeedAnswer): string[] {
  if (!isTwiml(answer)) return [];
  return [...answer.body.matchAll(/<Message\b[^>]*>([\s\S]*?)<\/Message>/g)].map(([, content = '']) => {
    const words = /<Body\b[^>]*>([\s\S]*?)<\/Body>/.exec(content)?.[1] ?? content;
    return unescapeHtml(words).trim();
  });
}

/** A call as far as nobody presses a key. */
export interface CallScript {
  /** What is spoken, a sentence that is said again only once. */
  readonly said: string;
  /** Where a key is reported that is pressed while the first words are spoken. */
  readonly keysTo: string | null;
}

/** What Heed answers to a key; undefined when it answered something else. */
export const callScriptIn = (answer: HeedAnswer): CallScript | undefined =>
  isTwiml(answer) ? callScriptOf(answer.body) : undefined;

export function callScriptOf(twiml: string): CallScript {
  const sayings = [...twiml.matchAll(/<Say\b[^>]*>([\s\S]*?)<\/Say>/g)].map(([, words = '']) => unescapeHtml(words));
  const action = /<Gather\b[^>]*\baction="([^"]*)"/.exec(twiml)?.[1];
  return { said: [...new Set(sayings)].join('\n'), keysTo: action === undefined ? null : unescapeHtml(action) };
}

function isTwiml({ status, contentType }: HeedAnswer): boolean {
  return status < 300 && /\b(text|application)\/xml\b/.test(contentType);
}
