import type { Weekday } from '../../../workflows/shared/weekdays';
import type { FormWords } from '../frame/refusal';

const weekday: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** What the form asks, by where its answer stands in what is sent: the shift or the stand-in of a tier. */
const field: Readonly<Record<string, string>> = {
  'tiers/shifts': 'Shift {2}:',
  'tiers/shifts/staffId': 'Shift {2}, who:',
  'tiers/shifts/days': 'Shift {2}, days:',
  'tiers/shifts/from': 'Shift {2}, from:',
  'tiers/shifts/to': 'Shift {2}, to:',
  'tiers/overrides': 'Stand-in {2}:',
  'tiers/overrides/staffId': 'Stand-in {2}, who:',
  'tiers/overrides/from': 'Stand-in {2}, from:',
  'tiers/overrides/to': 'Stand-in {2}, to:',
};

const place: Readonly<Record<string, string>> = { shifts: 'shift', overrides: 'stand-in' };

export const rotaWords = { weekday } as const;

export const rotaForms: FormWords = { field, place };
