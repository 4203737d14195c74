import { caseWords } from './cases/words';
import { clientsWords } from './clients/words';
import { frameWords } from './frame/words';
import { rotaWords } from './rota/words';

/** How the console reads out every value, for its templates: each room's words under names of their own. */
export const consoleWords = {
  ...caseWords,
  ...clientsWords,
  ...rotaWords,
  field: { ...caseWords.field, ...rotaWords.field },
  refusal: { ...frameWords.refusal, ...caseWords.refusal },
} as const;
