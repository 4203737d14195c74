import { english } from './english-templates';
import { lettersIn } from './letters-in';
import { marketingLetterIn } from './marketing-letter-in';
import { preflightLettersIn, staffNoticeIn } from './notices-in';
import { retentionNoticeIn } from './retention-letter-in';
import { safetyPageLetterIn } from './safety-page-letter-in';
import { signUpLettersIn } from './sign-up-letters-in';

export const englishLetters = lettersIn(english);
export const englishPreflightLetters = preflightLettersIn(english);
export const englishRetentionNotice = retentionNoticeIn(english);
export const englishSignUpLetters = signUpLettersIn(english);
export const englishStaffNotice = staffNoticeIn(english);
export const englishSafetyPageLetter = safetyPageLetterIn(english);
export const englishMarketingLetter = marketingLetterIn(english);
