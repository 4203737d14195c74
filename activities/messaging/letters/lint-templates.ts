import { roomBesideSms } from '../../../records/marketing/fit-to-send';
import { listed, recipientLabelsForClient, tierLabels } from '../../../records/urgent-care/labels';
import type { Sender } from '../../../records/urgent-care/letters';
import type { Channel, Tier } from '../../../workflows/urgent-care/words';
import type { Language } from './language';
import { crisisIn, digitByDigit } from './letters-in';
import { faultsOf, type LetterToLint } from './lint';
import { fill, rendered, type Template, type TemplateKey, type Values } from './template';

/** A sender of 20 characters, a number as people write it, and an address of ours of 45. */
const longestSender: Sender = { senderName: 'Northgate Associates', callbackNumber: '+44 1632 960 123' };
const longestOrigin = 'https://messages.northgate-associates.example';

/** Every fault of every template of a language, filled with values as long as real ones get. */
export function faultsOfTemplates(language: Language): readonly string[] {
  return Object.entries(language.templates).flatMap(([key, template]) =>
    worstLetters(language, key as TemplateKey, template).flatMap(faultsOf),
  );
}

/** @throws Error naming every fault: nothing is sent with words that may harm */
export function requireFaultless(language: Language): void {
  const faults = faultsOfTemplates(language);
  if (faults.length > 0) throw new Error(`Messages in ${language.tag} may not go: ${faults.join('; ')}.`);
}

const sender = longestSender;
const code = 'WMWM';
const clientName = 'Wilhelmina-Alexandria Featherstonehaughe';

function worstLetters(language: Language, key: TemplateKey, template: Template): readonly LetterToLint[] {
  const { audience, purpose, tier, voice, withoutCode } = template;
  const channels: readonly Channel[] = voice ? ['sms', 'voice', 'email'] : ['sms', 'email'];
  const values = { ...worstValues(language), ...sender, link: `${longestOrigin}/c/${'W'.repeat(22)}` };
  const letter = (channel: Channel, more: Values = {}) => rendered(template, channel, { ...values, ...more });
  const spokenNumber = digitByDigit(sender.callbackNumber);

  switch (audience) {
    case 'client':
      return ['GB', 'FR', null].flatMap((country) =>
        (['sms', 'email'] as const).map((channel) => {
          const crisis = crisisIn(language, channel, { country, callbackNumber: sender.callbackNumber });
          return { name: key, to: 'client', channel, country, purpose, sender, letter: letter(channel, { crisis }) };
        }),
      );
    case 'third-party':
      return channels.flatMap((channel) =>
        (['contact', 'gp'] as const)
          // A contact never gets a summary.
          .filter((to) => to === 'gp' || tier !== 'summary')
          .map((to) => ({
            name: key,
            to,
            channel,
            sender,
            given: Object.values(people),
            letter: letter(channel, { spokenNumber }),
            ...(tier === undefined ? {} : { tier }),
            // An email's answer comes by its link.
            ...(channel === 'sms' ? { code } : {}),
            secrets: secretsAt(tier),
          })),
      );
    case 'staff':
      return (['sms', 'email'] as const).map((channel) => ({
        name: key,
        to: 'staff',
        channel,
        sender,
        // The one thing that names whom it is about.
        ...(withoutCode ? {} : { code }),
        secrets: Object.values(people),
        letter: letter(channel),
      }));
  }
}

/** What people wrote is not ours to choose, and may say anything. */
const people = {
  clientName,
  birthDate: '1988-12-28',
  concern: 'Told me in session of a plan for suicide; PHQ-9 score 24, depression.',
  doneSoFar: 'Risk assessment with the crisis team at 14:05; called twice.',
} as const;

/** What a third party is not told yet. domain.md §1, "content tier" */
function secretsAt(tier: Tier | undefined): readonly string[] {
  const { clientName: name, ...particulars } = people;
  switch (tier) {
    case 'summary':
      return [];
    case 'concern':
      return Object.values(particulars);
    case 'attention':
    case undefined:
      return [name, ...Object.values(particulars)];
  }
}

function worstValues({ urgency, counted, gap, kept }: Language): Values {
  const recipients = Object.values(recipientLabelsForClient);
  return {
    ...people,
    practitioner: `Dr ${clientName}`,
    person: `${clientName}, born ${people.birthDate}.`,
    recipients: listed(recipients),
    details: recipients.map((one) => `- ${one}: ${tierLabels.concern}, because you agreed to it`).join('\n'),
    code,
    urgency: longest(Object.values(urgency)),
    stretches: fill(counted.stretches.several, { count: '99' }),
    clients: fill(longest([counted.clientsOfReader.several, counted.clientsOfNobody.several]), { count: '999' }),
    people: fill(counted.peopleInPlans.several, { count: '9999' }),
    what: longest(Object.values(kept)),
    date: '30 September 2027',
    from: 'Wed 30 Sep 20:00',
    to: 'Thu 31 Dec 20:00',
    tier: longest(Object.values(gap.tiers)),
    subject: 'What is new',
    // As long as the organisation's own words may be in three SMS: `records/marketing/fit-to-send.ts`.
    text: 'n'.repeat(3 * 153 - roomBesideSms - longestSender.senderName.length - 2),
    topic: 'evening courses in summer',
    inboundEmail: 'reply@northgate-associates.example',
  };
}

const longest = (texts: readonly string[]): string =>
  texts.reduce((longestYet, one) => (one.length > longestYet.length ? one : longestYet), '');
