import { inGsm7 } from '../../../records/gsm7';
import type { SignUpLetters } from '../../../records/sign-up/letters';
import type { WrittenChannel } from '../../../records/urgent-care/letters';
import type { SignUpNote } from '../../../workflows/sign-up/rules';
import type { Language } from './language';
import { crisisIn } from './letters-in';
import { rendered, type TemplateKey } from './template';

/** The letters of sign-up in one language. */
export const signUpLettersIn = (language: Language): SignUpLetters => ({
  note: (channel, { note, practitionerName, ...facts }) =>
    rendered(language.templates[templateOf(note)], channel, {
      senderName: facts.senderName,
      callbackNumber: facts.callbackNumber,
      link: facts.link,
      practitioner: nameFor(channel, practitionerName) ?? language.oneOfUs,
      crisis: crisisIn(language, channel, facts),
    }),
  ask: (channel, { ask, ...facts }) => rendered(language.templates[`sign-up-asks-${ask}`], channel, facts),
});

/** As an SMS has letters for it; null: nobody yet, or none. */
const nameFor = (channel: WrittenChannel, name: string | null): string | null =>
  name !== null && channel === 'sms' ? inGsm7(name) : name;

const templateOf = (note: SignUpNote): TemplateKey =>
  'reminder' in note && note.reminder ? `sign-up-${note.kind}-reminder` : `sign-up-${note.kind}`;
