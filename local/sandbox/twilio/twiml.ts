import type { HeedAnswer } from '../heed';
import { unescapeHtml } from '../html';

/** The texts that a TwiML answer asks Twilio to send back. Verbs other than `Message` have no effect here. */
export function messagesIn({ contentType, body }: HeedAnswer): string[] {
  if (!/\b(text|application)\/xml\b/.test(contentType)) return [];
  return [...body.matchAll(/<Message\b[^>]*>([\s\S]*?)<\/Message>/g)].map(([, content = '']) => {
    const words = /<Body\b[^>]*>([\s\S]*?)<\/Body>/.exec(content)?.[1] ?? content;
    return unescapeHtml(words).trim();
  });
}
