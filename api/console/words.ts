import { allocationWords } from './allocations/words';
import { caseWords } from './cases/words';
import { clientsWords } from './clients/words';
import type { FormWords, RefusalWords } from './frame/refusal';
import { frameForms } from './frame/words';
import { policyWords } from './policy/words';
import { privacyWords } from './privacy/words';
import { rotaWords } from './rota/words';

/** How the console reads out every value, for its templates. A room whose values are named as another's has a name of its own. */
export const consoleWords = {
  ...caseWords,
  ...allocationWords,
  ...clientsWords,
  ...rotaWords,
  ...policyWords,
  privacy: privacyWords,
} as const;

/** How the pages of a room speak of what was refused: `by` is who called in one, and who did it in another. */
export const refusalWords = ({ field, place = {}, refusal }: FormWords = {}): RefusalWords => ({
  field: { ...frameForms.field, ...field },
  place,
  refusal: { ...frameForms.refusal, ...refusal },
  recipient: caseWords.recipient,
  ruling: caseWords.ruling,
  ground: caseWords.ground,
});
