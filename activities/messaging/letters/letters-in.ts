import { inGsm7 } from '../../../records/gsm7';
import { listed } from '../../../records/urgent-care/labels';
import type { Letter, Letters, SharedItem, ToClient, WrittenChannel } from '../../../records/urgent-care/letters';
import type { Language } from './language';
import { fill, rendered } from './template';

/** The letters of urgent care in one language: which template, and which values it is filled with. */
export function lettersIn(language: Language): Letters {
  const { templates } = language;

  const aboutShared = (
    channel: WrittenChannel,
    keys: {
      readonly some: 'what-had-gone' | 'what-was-shared';
      readonly none: 'nothing-had-gone' | 'nothing-was-shared';
    },
    { shared, ...facts }: ToClient & { readonly shared: readonly SharedItem[] },
  ): Letter =>
    rendered(templates[shared.length === 0 ? keys.none : keys.some], channel, {
      senderName: facts.senderName,
      recipients: listed([...new Set(shared.map(({ recipient }) => recipient))]),
      details: shared.map(({ recipient, what, basis }) => `- ${recipient}: ${what}, because ${basis}`).join('\n'),
      crisis: crisisIn(language, channel, facts),
    });

  return {
    informClient: (channel, { link, aboutAnother, ...facts }) =>
      rendered(templates[aboutAnother ? 'inform-client-about-another' : 'inform-client'], channel, {
        senderName: facts.senderName,
        link,
        crisis: crisisIn(language, channel, facts),
      }),
    whatHadGone: (channel, facts) => aboutShared(channel, { some: 'what-had-gone', none: 'nothing-had-gone' }, facts),
    whatWasShared: (channel, facts) =>
      aboutShared(channel, { some: 'what-was-shared', none: 'nothing-was-shared' }, facts),
    howItWas: (channel, { link, ...facts }) =>
      rendered(templates['how-it-was'], channel, {
        senderName: facts.senderName,
        link,
        crisis: crisisIn(language, channel, facts),
      }),
    disclosure: (channel, { tier, clientName, birthDate, ...facts }) =>
      rendered(templates[`disclosure-${tier}`], channel, {
        ...facts,
        spokenNumber: digitByDigit(facts.callbackNumber),
        // A name in another alphabet would cost half of each part's room; the page behind the link has it in full.
        clientName: channel === 'sms' ? (inGsm7(clientName) ?? language.someone) : clientName,
        person:
          birthDate === null
            ? fill(language.person.unknown, { clientName })
            : fill(language.person.born, { clientName, birthDate }),
      }),
    itIsOver: (channel, facts) =>
      rendered(templates['it-is-over'], channel, { ...facts, spokenNumber: digitByDigit(facts.callbackNumber) }),
    staffPage: (channel, { asks, immediacy, ...facts }) =>
      rendered(templates[`page-for-${asks}`], channel, { ...facts, urgency: language.urgency[immediacy] }),
  };
}

/** Part of every message to a client. domain.md §3, "The crisis block" */
export function crisisIn(
  { crisis }: Language,
  channel: WrittenChannel,
  { country, callbackNumber }: Pick<ToClient, 'country' | 'callbackNumber'>,
): string {
  const { statement } = crisis;
  if (channel === 'sms') return fill(crisis.sms, { lines: crisis.line(country), statement, callbackNumber });
  const lines = crisis.lines(country).map(({ label }) => `- ${label}`);
  return fill(crisis.email, { lines: lines.join('\n'), statement, callbackNumber });
}

/** A number as it is read out: one digit after the other, and in Britain without the country. */
export const digitByDigit = (number: string): string =>
  Array.from(number.replace(/^\+44/, '0').replace(/\D/g, '')).join(' ');
