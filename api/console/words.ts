import { allocationWords } from './allocations/words';
import { caseWords } from './cases/words';
import { clientsWords } from './clients/words';
import { frameWords } from './frame/words';
import { policyWords } from './policy/words';
import { privacyWords } from './privacy/words';
import { rotaWords } from './rota/words';

/** How the console reads out every value, for its templates: each room's words under names of their own. */
export const consoleWords = {
  ...caseWords,
  ...allocationWords,
  ...clientsWords,
  ...rotaWords,
  ...policyWords,
  privacy: privacyWords,
  field: {
    ...caseWords.field,
    ...allocationWords.field,
    ...rotaWords.field,
    ...policyWords.field,
    ...privacyWords.field,
  },
  refusal: { ...frameWords.refusal, ...caseWords.refusal, ...allocationWords.refusal },
} as const;
