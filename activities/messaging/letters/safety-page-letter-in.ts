import type { SafetyPageLetter } from '../../../records/safety/letters';
import type { Language } from './language';
import { rendered } from './template';

/** Pages about safety answers in one language. */
export const safetyPageLetterIn =
  (language: Language): SafetyPageLetter =>
  (channel, { page, ...facts }) =>
    rendered(language.templates[`safety-page-${page}`], channel, facts);
