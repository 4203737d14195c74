import { inWords, periodOf } from '../../../records/calendar/periods';

/** How long something is kept, as people write it and as the contract has it. Pure. */

/** `P1Y6M` is `1 year and 6 months`. */
export const periodInWords = (period: string): string => inWords(periodOf(period));

const units = { year: 'Y', month: 'M', week: 'W', day: 'D' } as const;
const whole = /^\d+ *(year|month|week|day)s?(( *,? *(and )?)\d+ *(year|month|week|day)s?)*$/;

/** `1 year and 6 months` means `P1Y6M`. What is no such time stays as it is, and is refused by the contract. */
export function periodMeant(written: string): string {
  const said = written.trim().toLowerCase();
  if (!whole.test(said)) return written;
  const parts = [...said.matchAll(/(\d+) *(year|month|week|day)/g)];
  return `P${parts.map(([, count, unit]) => `${count}${units[unit as keyof typeof units]}`).join('')}`;
}
