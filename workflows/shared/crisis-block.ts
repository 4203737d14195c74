/** Part of every message and page to a client in urgent care. domain.md §3, "The crisis block" */

export interface CrisisLine {
  readonly label: string;
  /** What to dial, if it is a number. */
  readonly number?: string;
}

/**
 * Where to turn now, by the client's current country (ISO 3166-1 alpha-2). An unknown country gets the number that most
 * countries' networks connect.
 */
export function crisisLines(country: string | null): readonly CrisisLine[] {
  if (country !== 'GB') {
    return [{ label: 'In immediate danger: call your local emergency number, or 112', number: '112' }];
  }
  return [
    { label: 'In immediate danger: call 999 or go to A&E', number: '999' },
    { label: 'NHS 111: call 111 and choose option 2', number: '111' },
    { label: 'Samaritans: call 116 123', number: '116123' },
    { label: 'Text SHOUT to 85258' },
    { label: 'British Sign Language: use BSL 999. Text relay: call 18000', number: '18000' },
  ];
}

/** The same in the fewest characters, for SMS. */
export const crisisLineForSms = (country: string | null): string =>
  country === 'GB'
    ? 'In danger now: 999 or A&E. NHS 111 option 2. Samaritans 116 123. Text SHOUT to 85258.'
    : 'In danger now: your local emergency number or 112.';

/** For a sender of whom we do not know where they are. */
export const crisisLineForAnyone =
  'In danger now: 999 or A&E, outside the UK 112. NHS 111 option 2. Samaritans 116 123. Text SHOUT to 85258.';

export const notAnEmergencyService = 'This is not an emergency service.';
