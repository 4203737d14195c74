import { formVersions, saveFormVersion } from '../records/consent-form/versions';
import { saveMandateRules } from '../records/mandate-rules';
import { addList, listsInUse, type NewList } from '../records/marketing/lists';
import {
  addClient,
  addCourse,
  addInboundEmail,
  addOrganisation,
  addStaff,
  organisationExists,
} from '../records/organisations';
import { organisationOf, type StaffMember } from '../records/people';
import { listPractitioners, savePractitioner } from '../records/practitioners/practitioners';
import { createRecords, type Records } from '../records/records';
import { planLacks } from '../records/urgent-care-plan/completeness';
import type { Work } from '../records/work';
import type { RecordsConfig } from '../runtime/config';
import { demoConsentForm } from './demo-consent-form';
import {
  type DemoClient,
  type DemoOrganisation,
  demoMandateRules,
  demoOrganisations,
  practitionerKeys,
  type StaffKey,
  staffKeys,
} from './demo-data';

/** What scripts are told of the demo's people. contract.md §1, without the tokens. */
export interface DemoDescription {
  readonly organisation: DescribedOrganisation;
  readonly otherOrganisation: DescribedOrganisation;
}

export interface DescribedOrganisation {
  readonly id: string;
  readonly name: string;
  readonly senderName: string;
  readonly staff: Readonly<Record<StaffKey, Pick<StaffMember, 'id' | 'name' | 'mobile' | 'email' | 'roles'>>>;
  readonly courses: readonly { readonly id: string; readonly name: string }[];
  readonly clients: readonly DescribedClient[];
}

export interface DescribedClient {
  readonly id: string;
  readonly name: string;
  readonly mobile: string | null;
  readonly email: string | null;
  readonly practitionerId: string;
  readonly guardAnswer: string;
  readonly urgentCarePlan: {
    readonly complete: boolean;
    readonly gp: { readonly name: string; readonly email: string | null; readonly phone: string | null } | null;
    readonly contacts: readonly ({ readonly name: string | null; readonly mobile: string | null } | null)[];
  };
}

/** @param lists where the first organisation keeps addresses elsewhere. What is there already stays as it is. */
export async function seedDemo(config: RecordsConfig, lists: readonly NewList[] = []): Promise<DemoDescription> {
  const records = createRecords(config, 2);
  try {
    for (const organisation of demoOrganisations) await seedOrganisation(records, organisation);
    await seedLists(records, demoOrganisations[0], lists);
  } finally {
    await records.close();
  }
  const [organisation, otherOrganisation] = demoOrganisations;
  return { organisation: described(organisation), otherOrganisation: described(otherOrganisation) };
}

async function seedOrganisation(records: Records, organisation: DemoOrganisation): Promise<void> {
  const { facts } = organisation;
  await records.withOrganisation(facts.id, new Date(), async (work) => {
    if (!(await organisationExists(work))) await addPeople(work, organisation);
    // One that was written before there were these gets them too.
    if (facts.inboundEmail !== null && (await organisationOf(work)).inboundEmail === null) {
      await addInboundEmail(work, facts.inboundEmail);
    }
    if ((await listPractitioners(work)).length === 0) await addProfiles(work, organisation);
    if ((await formVersions(work)).length > 0) return;
    const by = { kind: 'staff', ...organisation.staff.dpo } as const;
    await saveFormVersion(work, by, { text: demoConsentForm(facts.name), inForceFrom: null });
  });
}

async function seedLists(
  records: Records,
  { facts, staff }: DemoOrganisation,
  lists: readonly NewList[],
): Promise<void> {
  await records.withOrganisation(facts.id, new Date(), async (work) => {
    if ((await listsInUse(work)).length > 0) return;
    for (const list of lists) await addList(work, { kind: 'staff', ...staff.admin }, list);
  });
}

async function addPeople(work: Work, { facts, staff, courses, clients }: DemoOrganisation): Promise<void> {
  await addOrganisation(work, facts);
  for (const key of staffKeys) await addStaff(work, staff[key]);
  await saveMandateRules(work, { kind: 'staff', ...staff.dpo }, demoMandateRules);
  for (const course of courses) await addCourse(work, course);
  for (const client of clients) await addClient(work, client);
}

/** After their clients, who count in their caseloads. */
async function addProfiles(work: Work, { staff, profiles }: DemoOrganisation): Promise<void> {
  const by = { kind: 'staff', ...staff.admin } as const;
  for (const key of practitionerKeys) await savePractitioner(work, by, staff[key].id, profiles[key]);
}

const described = ({ facts, staff, courses, clients }: DemoOrganisation): DescribedOrganisation => ({
  id: facts.id,
  name: facts.name,
  senderName: facts.senderName,
  staff,
  courses,
  clients: clients.map(describedClient),
});

function describedClient({ id, practitionerId, words, plan }: DemoClient): DescribedClient {
  const { firstName, lastName, mobile, email, guardAnswer } = words;
  return {
    id,
    name: `${firstName} ${lastName}`,
    mobile,
    email,
    practitionerId,
    guardAnswer,
    urgentCarePlan: {
      complete: planLacks(words, plan).length === 0,
      gp: plan.gp && { name: plan.gp.name, email: plan.gp.email, phone: plan.gp.phone },
      contacts: plan.contacts.map((contact) => contact && { name: contact.name, mobile: contact.mobile }),
    },
  };
}
