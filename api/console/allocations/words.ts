import type { AllocationStanding } from '../../../records/allocation/allocation-row';
import type { SignUpStatus } from '../../../workflows/sign-up/words';
import type { FormWords } from '../frame/refusal';

/** How staff read where the allocation of a client stands. */

const allocationStanding: Readonly<Record<AllocationStanding, string>> = {
  proposed: 'Somebody is proposed: a person decides',
  confirmed: 'Asked, and has not answered yet',
  accepted: 'Has taken them on',
  declined: 'Declined',
  'passed-over': 'Did not answer in time',
  objected: 'The client does not want them: a person reviews it',
  withdrawn: 'Nobody of the last proposal suits: a person chooses',
  'no-match': 'Nobody suits: a person chooses',
};

const signUpStatus: Readonly<Record<SignUpStatus, string>> = {
  'awaiting-consent-form': 'They have not signed the consent form yet.',
  'awaiting-assessment': 'They have not answered every question yet.',
  'safety-conversation': 'Somebody talks with them first: until then nobody is asked.',
  'planning-urgent-care': 'Their urgent care plan is made first.',
  allocating: 'It is to be decided who is asked to take them on.',
  'awaiting-practitioner': 'A practitioner is asked, and has time to answer.',
  enrolled: 'A practitioner has taken them on.',
  expired: 'The sign-up has expired.',
  left: 'They have left the sign-up.',
};

const field: Readonly<Record<string, string>> = { practitionerId: 'Whom you choose' };

const refusal: Readonly<Record<string, string>> = {
  'another-is-proposed': 'By now somebody else is proposed. Nothing was recorded: read the reasons below.',
  'nobody-proposed': 'Nobody is proposed any more. Nothing was recorded.',
  'not-now': 'This is not awaited any more. Nothing was recorded.',
};

export const allocationWords = { allocationStanding, signUpStatus } as const;

export const allocationForms: FormWords = { field, refusal };
