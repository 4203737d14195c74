import { type LocalDate, localDateOf } from '../calendar/local-time';
import { invalidField } from '../errors';

/** Full years on that day, by the calendar there. Whoever is born on 29 February is a year older on 1 March. */
export function ageOn(at: Date, birthDate: LocalDate, timeZone: string): number {
  const today = localDateOf(at, timeZone);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

const adultFrom = 18;
const oldest = 125;

/**
 * This organisation works with adults. A minor is declined kindly, and told who is there for them. domain.md §2.1
 * @throws InvalidInput
 */
export function requireAdult(age: number): void {
  if (age < 0 || age > oldest) {
    throw invalidField('person/birthDate', 'cannot be right', { detail: 'The birth date cannot be right.' });
  }
  if (age >= adultFrom) return;
  throw invalidField('person/birthDate', 'is less than 18 years ago', {
    problem: 'adults-only',
    detail:
      'We are sorry: we only work with people who are 18 or older. Childline is there for you, free and at any time: ' +
      '0800 1111. You can also text SHOUT to 85258. In danger call 999.',
  });
}
