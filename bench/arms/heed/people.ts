import { addClient, addOrganisation, addStaff } from '../../../records/organisations';
import type { Records } from '../../../records/records';
import type { Work } from '../../../records/work';
import { organisationFacts } from '../../story/messages';
import { peopleOf, practitionerOf, practitioners } from '../../story/people';

/** A UUID that says what it is of and which one. */
const numbered = (kind: 1 | 2 | 3 | 4, index: number): string =>
  `01990000-0000-7000-800${kind}-${String(index).padStart(12, '0')}`;

export const organisationId = '01990000-0000-7000-8000-000000000000';
export const clientId = (caseNumber: number): string => numbered(1, caseNumber);
/** Somebody of whom only a row is there: their words were never written. */
export const formerClientId = (index: number): string => numbered(4, index);
export const practitionerId = (practitioner: number): string => numbered(2, practitioner);
const rotaId = (index: number): string => numbered(3, index);
/** A duty clinician, who may decide in every case. */
export const dutyClinicianId = rotaId(0);
export const supervisorId = rotaId(1);

const atOnce = 8;
const clientsAtATime = 25;

/** Writes one organisation with its staff, and the clients of the first so many cases, each with a complete plan. */
export async function addPeople(records: Records, cases: number): Promise<void> {
  const write = (work: (work: Work) => Promise<void>) => records.withOrganisation(organisationId, new Date(), work);
  await write(async (work) => {
    await addOrganisation(work, {
      id: organisationId,
      name: 'Riverside Talking Practice',
      openingHours: 'Monday to Friday 9:00 to 17:00',
      nhsBody: false,
      core10: true,
      inboundEmail: null,
      policeEmail: null,
      policePhone: null,
      safeguardingEmail: null,
      safeguardingPhone: null,
      // No summer time: deadlines are written straight into the database, and must be what Heed would count.
      timeZone: 'Etc/UTC',
      bankHolidaysOf: 'england-and-wales',
      ...organisationFacts,
    });
    const rota = ['duty-clinician', 'supervisor', 'supervisor'];
    for (const [index, role] of rota.entries()) {
      const contact = { mobile: `+9994${index}`, email: `rota-${index}@bench.example` };
      await addStaff(work, { id: rotaId(index), roles: [role], name: `Rota ${index}`, ...contact });
    }
    for (let practitioner = 0; practitioner < Math.min(practitioners, cases); practitioner += 1) {
      const { practitionerMobile: mobile, practitionerEmail: email } = peopleOf(practitioner);
      const name = `Practitioner ${practitioner}`;
      await addStaff(work, { id: practitionerId(practitioner), roles: ['practitioner'], name, mobile, email });
    }
  });

  let next = 0;
  const writeClients = async (): Promise<void> => {
    while (next < cases) {
      const from = next;
      next += clientsAtATime;
      await write(async (work) => {
        for (let one = from; one < Math.min(from + clientsAtATime, cases); one += 1) await addClientOf(work, one);
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, writeClients));
}

async function addClientOf(work: Work, caseNumber: number): Promise<void> {
  const { clientName, clientMobile: mobile, clientEmail: email, contactMobile } = peopleOf(caseNumber);
  const [firstName = '', lastName = ''] = clientName.split(' ');
  const noDanger = { isAdult: true, couldBeDanger: 'no' } as const;
  const agreed = { now: 'concern', emergency: 'concern' } as const;
  const contact = { name: 'A contact', mobile: contactMobile, email: null, relationship: 'sister', ...noDanger };
  await addClient(work, {
    id: clientId(caseNumber),
    practitionerId: practitionerId(practitionerOf(caseNumber)),
    words: {
      firstName,
      lastName,
      mobile,
      email,
      birthDate: '1980-02-03',
      country: 'GB',
      homeAddress: '1 Bench Lane, Harrowby HR1 1AA',
      safeContact: { sms: true, email: true },
      guardAnswer: 'blue door',
    },
    plan: {
      gp: { name: 'Dr Bench', practice: 'Bench Surgery', email: 'gp@bench.example', phone: '+9995' },
      contacts: [contact, { ...contact, name: 'Another contact', mobile: '+9996' }],
      permissions: { gp: agreed, 'contact-1': agreed, 'contact-2': agreed },
      neverContact: [],
    },
  });
}
