/** The domain's words for sign-up, as values. domain.md §2, contract.md §5. */

export const signUpStatuses = [
  'awaiting-consent-form',
  'awaiting-assessment',
  'safety-conversation',
  'planning-urgent-care',
  'allocating',
  'awaiting-practitioner',
  'enrolled',
  'expired',
  'left',
] as const;
export type SignUpStatus = (typeof signUpStatuses)[number];

/** How a sign-up ends. One that expired or was left is opened again by a renewed link. */
export type SignUpEnding = Extract<SignUpStatus, 'enrolled' | 'expired' | 'left'>;

export const instruments = ['PHQ-9', 'GAD-7', 'CORE-10'] as const;
export type Instrument = (typeof instruments)[number];

/** Milliseconds since 1970, as workflows count time. */
export type Instant = number;
