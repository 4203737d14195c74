import twilio from 'twilio';
import type { Letter } from './letters';

/** How a call goes, for the one who places it and for the one who hears its keys: both read from the same script. */

type Words = Pick<Letter, 'text' | 'ending'>;

/** The words are said once, and once more to someone who pressed no key that was offered. */
export const timesSaid = 2;

/**
 * The rest of a call as TwiML.
 * @param keysAddress where a pressed key is reported; it is told how often the words have been said
 * @param said how often they were said before
 */
export function callScript({ text, ending }: Words, keysAddress: string, said = 0): string {
  const call = new twilio.twiml.VoiceResponse();
  for (let time = said + 1; time <= timesSaid; time += 1) {
    if (ending === undefined) call.say(inEnglish, text);
    else call.gather(keyReportedTo(`${keysAddress}&said=${time}`)).say(inEnglish, text);
  }
  return lastWords(ending, call);
}

/** A call's end; without words it is only hung up. */
export function lastWords(words: string | undefined, call = new twilio.twiml.VoiceResponse()): string {
  if (words !== undefined) call.say(inEnglish, words);
  call.hangup();
  return call.toString();
}

const inEnglish = { language: 'en-GB' } as const;

const keyReportedTo = (action: string) =>
  ({ input: ['dtmf'], numDigits: 1, timeout: 8, action, method: 'POST' }) satisfies Parameters<
    InstanceType<typeof twilio.twiml.VoiceResponse>['gather']
  >[0];
