import { caseWords } from './cases/words';

/** How the console reads out every value, for its templates: each room's words under names of their own. */
export const consoleWords = { ...caseWords } as const;
