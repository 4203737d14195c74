import { english } from './english-templates';
import { lettersIn } from './letters-in';
import { signUpLettersIn } from './sign-up-letters-in';

export const englishLetters = lettersIn(english);
export const englishSignUpLetters = signUpLettersIn(english);
