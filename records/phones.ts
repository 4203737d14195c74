import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { invalidInput } from './errors';

/** What is known of a phone number by its digits alone. */
export interface Phones {
  /** Whether an SMS can reach it. A number that may be either, as in North America, counts as a mobile. */
  readonly isMobile: (number: string) => boolean;
}

/**
 * @param allowList beginnings of numbers that a sandbox stands in for: Ofcom's numbers for drama are nobody's, so that
 * they are no mobiles anywhere else. domain.md §7
 */
export const createPhones = (allowList: readonly string[]): Phones => ({
  isMobile: (number) => allowList.some((beginning) => number.startsWith(beginning)) || isMobileAnywhere(number),
});

/** @throws InvalidInput naming those that are no mobiles; null is a number that is not given */
export function requireMobiles({ isMobile }: Phones, numbers: Readonly<Record<string, string | null>>): void {
  const errors = Object.entries(numbers)
    .filter(([, number]) => number !== null && !isMobile(number))
    .map(([path]) => ({ path, message: 'is no mobile number such as +447911123456' }));
  if (errors.length === 0) return;
  const which = errors.map(({ path }) => path).join(', ');
  throw invalidInput('not-a-mobile', `No SMS can reach this number: ${which}.`, { errors });
}

/** The one spelling by which numbers are compared; what is no number stays as it is. */
export const asE164 = (number: string): string => parsePhoneNumberFromString(number)?.number ?? number;

/** Its digits without the country's; of what is no number, every digit that there is. */
export const nationalNumber = (number: string): string =>
  parsePhoneNumberFromString(number)?.nationalNumber ?? number.replace(/\D/g, '');

function isMobileAnywhere(number: string): boolean {
  const parsed = parsePhoneNumberFromString(number);
  // As it is written is how it is sent and found again: only E.164 will do.
  if (!parsed?.isValid() || parsed.number !== number) return false;
  const type = parsed.getType();
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}
