import type { SettledRules } from '../records/mandate-rules';
import type { ClientWords, OrganisationFacts, Plan, StaffMember } from '../records/people';
import type { Profile } from '../records/practitioners/practitioners';

/**
 * The people of the demo. All invented; every number is one of those that Ofcom keeps for drama, every address ends in
 * `.example`.
 */

export interface DemoOrganisation {
  readonly facts: OrganisationFacts;
  readonly staff: Readonly<Record<StaffKey, StaffMember>>;
  readonly profiles: Readonly<Record<PractitionerKey, Profile>>;
  readonly courses: readonly { readonly id: string; readonly name: string }[];
  readonly clients: readonly DemoClient[];
}

export const staffKeys = [
  'practitioner',
  'secondPractitioner',
  'dutyClinician',
  'supervisor',
  'secondSupervisor',
  'dpo',
  'admin',
] as const;
export type StaffKey = (typeof staffKeys)[number];

export const practitionerKeys = ['practitioner', 'secondPractitioner'] as const satisfies readonly StaffKey[];
type PractitionerKey = (typeof practitionerKeys)[number];

export interface DemoClient {
  readonly id: string;
  readonly practitionerId: string;
  readonly words: ClientWords;
  readonly plan: Plan;
}

const rolesOf: Readonly<Record<StaffKey, string>> = {
  practitioner: 'practitioner',
  secondPractitioner: 'practitioner',
  dutyClinician: 'duty-clinician',
  supervisor: 'supervisor',
  secondSupervisor: 'supervisor',
  dpo: 'dpo',
  admin: 'admin',
};

/** A policy document on file, direct care off. contract.md §3 */
export const demoMandateRules: SettledRules = {
  directCareEnabled: false,
  appropriatePolicyDocument: { title: 'Appropriate policy document, safeguarding', approvedAt: '2026-01-12' },
  closedRows: [],
};

/** Both in force and with room for many more than the demo's clients. */
const demoProfiles: Readonly<Record<PractitionerKey, Profile>> = {
  practitioner: {
    caseloadLimit: 60,
    specialisms: ['anxiety', 'depression', 'trauma'],
    languages: ['en', 'fr'],
    accessibility: ['step-free', 'hearing-loop'],
    modalities: ['online', 'in-person'],
    availability: ['weekday-mornings', 'weekday-afternoons'],
    gender: 'woman',
    registration: { body: 'HCPC', expires: '2031-08-31' },
    accepting: true,
    leaving: false,
  },
  secondPractitioner: {
    caseloadLimit: 40,
    specialisms: ['anxiety', 'sleep', 'bereavement'],
    languages: ['en', 'bfi'],
    accessibility: ['step-free'],
    modalities: ['online'],
    availability: ['weekday-evenings', 'weekends'],
    gender: 'man',
    registration: { body: 'BACP', expires: '2031-03-31' },
    accepting: true,
    leaving: false,
  },
};

/** Ids that are the same in every demo, so that a link or a token in somebody's notes keeps its meaning. */
const demoId = (organisation: number, kind: number, index: number): string =>
  `01980000-0000-7${hex(organisation, 3)}-8${hex(kind, 3)}-${hex(index, 12)}`;
const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');

/** 07700 900000 to 900999: nobody's, so that only a sandbox takes them for mobiles. */
export const demoMobiles = ['+447700900'] as const;
/** Each organisation has half of them. */
const mobile = (organisation: number, index: number): string =>
  `${demoMobiles[0]}${String((organisation - 1) * 500 + index).padStart(3, '0')}`;
/** 01632 960000 to 960999 */
const landline = (organisation: number, index: number): string =>
  `+441632960${String((organisation - 1) * 500 + index).padStart(3, '0')}`;

const address = (name: string, domain: string): string =>
  `${name.toLowerCase().replace(/^dr /, '').replaceAll(' ', '.')}@${domain}`;

interface Names {
  readonly staff: Readonly<Record<StaffKey, string>>;
  /** Each client with their first contact, second contact and GP. */
  readonly clients: readonly (readonly [client: string, first: string, second: string, gp: string])[];
}

function organisation(number: number, name: string, senderName: string, names: Names): DemoOrganisation {
  const id = demoId(number, 0, 0);
  const domain = `${senderName.toLowerCase()}.example`;
  const staff = Object.fromEntries(
    staffKeys.map((key, index): [StaffKey, StaffMember] => [
      key,
      {
        id: demoId(number, 1, index + 1),
        roles: [rolesOf[key]],
        name: names.staff[key],
        mobile: mobile(number, 400 + index),
        email: address(names.staff[key], domain),
      },
    ]),
  ) as Record<StaffKey, StaffMember>;

  return {
    facts: {
      id,
      name,
      senderName,
      callbackNumber: landline(number, 0),
      smsNumber: mobile(number, 499),
      marketingSmsNumber: mobile(number, 498),
      inboundEmail: `reply@${domain}`,
      openingHours: 'Monday to Friday 9:00 to 17:00',
      nhsBody: false,
      core10: true,
      policeEmail: `liaison@${senderName.toLowerCase()}-police.example`,
      policePhone: landline(number, 490),
      safeguardingEmail: `safeguarding@${senderName.toLowerCase()}-council.example`,
      safeguardingPhone: landline(number, 491),
      timeZone: 'Europe/London',
      bankHolidaysOf: 'england-and-wales',
    },
    staff,
    profiles: demoProfiles,
    courses: [
      { id: demoId(number, 2, 1), name: 'Feeling better, six weeks' },
      { id: demoId(number, 2, 2), name: 'Sleeping well, four weeks' },
    ],
    clients: names.clients.map(([clientName, first, second, gp], index) =>
      client(number, index + 1, staff, { clientName, first, second, gp }),
    ),
  };
}

interface PlanNames {
  readonly clientName: string;
  readonly first: string;
  readonly second: string;
  readonly gp: string;
}

/** Asked of the client about each contact. */
const noDanger = { isAdult: true, couldBeDanger: 'no' } as const;

function client(
  organisationNumber: number,
  index: number,
  staff: Readonly<Record<StaffKey, StaffMember>>,
  { clientName, first, second, gp }: PlanNames,
): DemoClient {
  const [firstName = '', lastName = ''] = clientName.split(' ');
  const [clientMobile, firstMobile, secondMobile] = [0, 1, 2].map((n) => mobile(organisationNumber, index * 10 + n));
  const incomplete = gp === '';
  return {
    id: demoId(organisationNumber, 3, index),
    practitionerId: (index % 4 === 0 ? staff.secondPractitioner : staff.practitioner).id,
    words: {
      firstName,
      lastName,
      mobile: clientMobile ?? null,
      email: address(clientName, 'mail.example'),
      birthDate: `19${70 + index}-0${(index % 9) + 1}-1${index % 10}`,
      country: 'GB',
      safeContact: { sms: true, email: true },
      homeAddress: `${index} Mill Lane, Harrowby HR1 ${index}AB`,
      guardQuestion: 'What did you see from your first bedroom?',
      guardAnswer: `blue door ${index}`,
    },
    plan: {
      gp: incomplete
        ? null
        : {
            name: gp,
            practice: `${gp.split(' ').at(-1)} Surgery`,
            email: address(gp, 'surgery.example'),
            phone: landline(organisationNumber, index * 10),
          },
      contacts: [
        { name: first, mobile: firstMobile ?? null, email: null, relationship: 'sister', ...noDanger },
        {
          name: second,
          mobile: incomplete ? null : (secondMobile ?? null),
          email: null,
          relationship: 'friend',
          ...noDanger,
        },
      ],
      permissions: {
        gp: { now: 'summary', emergency: 'concern' },
        'contact-1': { now: 'concern', emergency: 'concern' },
        'contact-2': { now: 'concern', emergency: null },
      },
      neverContact: [],
    },
  };
}

export const demoOrganisations: readonly [DemoOrganisation, DemoOrganisation] = [
  organisation(1, 'Riverside Talking Practice', 'Riverside', {
    staff: {
      practitioner: 'Dr Amara Obi',
      secondPractitioner: 'Tom Hale',
      dutyClinician: 'Dr Mina Farrow',
      supervisor: 'Ruth Ellery',
      secondSupervisor: 'Owen Tansley',
      dpo: 'Petra Quill',
      admin: 'Sam Udoka',
    },
    clients: [
      ['Jo Bellweather', 'Kit Bellweather', 'Noor Sharman', 'Dr Ines Calloway'],
      ['Ada Thornbury', 'Max Thornbury', 'Priya Veldt', 'Dr Colm Ashdown'],
      ['Ben Okonjo', 'Lara Okonjo', 'Stefan Wyle', 'Dr Una Merriman'],
      ['Cleo Marchetti', 'Dario Marchetti', 'Hana Lindqvist', 'Dr Felix Garrow'],
      ['Dev Raman', 'Anika Raman', 'Joel Prentiss', 'Dr Maeve Sorley'],
      ['Edie Penhallow', 'Ross Penhallow', 'Tilda Brask', 'Dr Idris Vaughan'],
      ['Finn Abernethy', 'Moira Abernethy', 'Luca Tresco', 'Dr Greta Holm'],
      ['Gwen Talfryn', 'Huw Talfryn', 'Rosa Quintero', 'Dr Amit Deshpande'],
      ['Hugo Lachlan', 'Isla Lachlan', 'Bram Visser', 'Dr Nell Cartwright'],
      ['Iris Zielinska', 'Marek Zielinski', 'Dot Farthing', 'Dr Leo Brightmore'],
      ['Jude Carraway', 'Faye Carraway', 'Emil Strand', 'Dr Vera Loxley'],
      ['Kaya Demirel', 'Deniz Demirel', 'Poppy Gaunt', 'Dr Hal Winslade'],
      ['Liam Roscommon', 'Orla Roscommon', 'Theo Munday', 'Dr Suki Hargrave'],
      ['Mia Fairweather', 'Glen Fairweather', 'Zadie Pike', ''],
    ],
  }),
  organisation(2, 'Hillside Conversations', 'Hillside', {
    staff: {
      practitioner: 'Dr Elin Soames',
      secondPractitioner: 'Rafe Dunmore',
      dutyClinician: 'Dr Bea Kirkwood',
      supervisor: 'Carl Jessop',
      secondSupervisor: 'Wren Attwater',
      dpo: 'Ivo Marsden',
      admin: 'Lottie Crane',
    },
    clients: [
      ['Nia Ellwood', 'Gethin Ellwood', 'Polly Staveley', 'Dr Rhys Maddock'],
      ['Otto Brandreth', 'Ingrid Brandreth', 'Saul Keeble', 'Dr Tess Whitlock'],
    ],
  }),
];
