import type { SignUpLetters } from '../../../records/sign-up/letters';
import type { SignUpNote } from '../../../workflows/sign-up/rules';
import type { Language } from './language';
import { crisisIn } from './letters-in';
import { rendered, type TemplateKey } from './template';

/** The letters of sign-up in one language. */
export const signUpLettersIn = (language: Language): SignUpLetters => ({
  note: (channel, { note, ...facts }) =>
    rendered(language.templates[templateOf(note)], channel, {
      senderName: facts.senderName,
      callbackNumber: facts.callbackNumber,
      link: facts.link,
      crisis: crisisIn(language, channel, facts),
    }),
  ask: (channel, { ask, ...facts }) => rendered(language.templates[`sign-up-asks-${ask}`], channel, facts),
});

const templateOf = (note: SignUpNote): TemplateKey =>
  'reminder' in note && note.reminder ? `sign-up-${note.kind}-reminder` : `sign-up-${note.kind}`;
