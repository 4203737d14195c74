import { english } from './english-templates';
import { lettersIn } from './letters-in';

export const englishLetters = lettersIn(english);
