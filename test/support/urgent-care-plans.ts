import type { ClientWords, Plan } from '../../records/people';
import type { GivenPlan } from '../../records/urgent-care-plan/faults';

/** A client and a plan that lack nothing: tests take away or change what they are about. */

export const robin: ClientWords = {
  firstName: 'Robin',
  lastName: 'Newcome',
  username: 'robin-n',
  mobile: '+447700900200',
  email: 'robin@mail.example',
  birthDate: '1990-05-17',
  country: 'GB',
  safeContact: { sms: true, email: true },
  homeAddress: '1 Station Road, Harrowby HR1 1AA',
  guardAnswer: '',
};

const gp = {
  name: 'Dr Ines Calloway',
  practice: 'Calloway Surgery',
  email: 'desk@calloway.example',
  phone: '+441214960001',
};
const asked = { isAdult: true, couldBeDanger: 'no' } as const;
const kit = { name: 'Kit Bellweather', mobile: '+447700900201', email: null, relationship: 'sister', ...asked };
const noor = { name: 'Noor Sharman', mobile: '+447700900202', email: null, relationship: 'friend', ...asked };

export const wholePlan = {
  gp,
  contacts: [kit, noor],
  permissions: {
    gp: { now: 'summary', emergency: 'concern' },
    'contact-1': { now: 'concern', emergency: 'concern' },
    'contact-2': { now: 'concern', emergency: null },
  },
  neverContact: [],
} as const satisfies GivenPlan & Plan;

/** Somebody whom the plan does not name. */
export const max = { name: 'Max Thornbury', mobile: '+447700900209', email: null, relationship: 'uncle', ...asked };
