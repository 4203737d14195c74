import { conflict, type HeedError } from '../../records/errors';
import { inEnglish } from './texts/texts';

/** A form that was shown once is taken once. */
export const formUsed = (): HeedError => conflict('form-used', inEnglish('problem.form-used'));
export const notNow = (): HeedError => conflict('not-now', inEnglish('problem.not-now'));
