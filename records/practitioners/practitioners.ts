import { audit } from '../audit/record';
import { conflict, invalidInput, notFound } from '../errors';
import type { Practitioner } from '../generated/client';
import { findStaffMember } from '../people';
import type { Actor, Work } from '../work';

/** Who can be proposed to clients, and how many of them. contract.md §5 */

/** What is sealed in a practitioner's row: words of the organisation, by which clients' needs are met. */
interface PractitionerWords {
  readonly specialisms: readonly string[];
  /** BCP 47 */
  readonly languages: readonly string[];
  readonly accessibility: readonly string[];
  readonly modalities: readonly string[];
  readonly availability: readonly string[];
  readonly gender: string | null;
  /** With whom they are registered: `HCPC`, `BACP`. */
  readonly registeredWith: string;
}

export interface Profile extends Omit<PractitionerWords, 'registeredWith'> {
  readonly caseloadLimit: number;
  readonly registration: {
    readonly body: string;
    /** ISO date of the last day on which it is in force. */
    readonly expires: string;
  };
  readonly accepting: boolean;
  /** Said before they have left: they get no new clients. */
  readonly leaving: boolean;
}

export interface PractitionerView extends Profile {
  readonly id: string;
  readonly name: string;
  /** Their clients, and those whom they are asked to take on. */
  readonly caseload: number;
  readonly leftAt: string | null;
}

/** What was not said of a new practitioner. */
type Settled = Omit<Profile, 'caseloadLimit' | 'registration'>;
const blank: Settled = {
  specialisms: [],
  languages: ['en'],
  accessibility: [],
  modalities: [],
  availability: [],
  gender: null,
  accepting: true,
  leaving: false,
};

/**
 * Saves what is named; the rest stays as it is. Whoever is not leaving any more is back.
 * @throws NotFound for whoever is no practitioner; Conflict for a limit below the present caseload; InvalidInput for a new
 * profile without a limit or a registration
 */
export async function savePractitioner(
  work: Work,
  actor: Actor,
  id: string,
  changes: Partial<Profile>,
): Promise<PractitionerView> {
  const name = await nameOf(work, id);
  await work.db.$queryRaw`SELECT staff_id FROM practitioners WHERE staff_id = ${id}::uuid FOR UPDATE`;
  const row = await work.db.practitioner.findUnique({ where: { staffId: id } });
  const profile = complete({ ...blank, ...(row ? await profileOf(work, row) : {}), ...changes });
  const caseload = row?.caseload ?? (await clientsOf(work, id));
  if (caseload > profile.caseloadLimit) {
    throw conflict(
      'caseload-above-limit',
      `They have ${caseload} clients. Reassign some first, or set a limit of at least ${caseload}.`,
      { caseload },
    );
  }
  const data = {
    caseloadLimit: profile.caseloadLimit,
    registrationExpires: new Date(profile.registration.expires),
    accepting: profile.accepting,
    leaving: profile.leaving,
    leftAt: profile.leaving ? (row?.leftAt ?? null) : null,
    sealed: await work.seal(work.organisationId, wordsOf(profile)),
  };
  await work.db.practitioner.upsert({
    where: { staffId: id },
    update: data,
    create: { staffId: id, organisationId: work.organisationId, caseload, ...data },
  });
  await audit(work, { actor, action: 'practitioner.saved', words: JSON.stringify({ id, ...profile }) });
  return { id, name, caseload, leftAt: data.leftAt?.toISOString() ?? null, ...profile };
}

function complete({ caseloadLimit, registration, ...rest }: Partial<Profile> & Settled): Profile {
  if (caseloadLimit !== undefined && registration !== undefined) return { ...rest, caseloadLimit, registration };
  const missing = [
    ...(caseloadLimit === undefined ? ['caseloadLimit'] : []),
    ...(registration === undefined ? ['registration'] : []),
  ];
  throw invalidInput('profile-incomplete', `A new profile needs ${missing.join(' and ')}.`, {
    errors: missing.map((path) => ({ path, message: 'is missing' })),
  });
}

function wordsOf({ caseloadLimit: _limit, registration, accepting: _accepting, leaving: _leaving, ...words }: Profile) {
  return { ...words, registeredWith: registration.body } satisfies PractitionerWords;
}

/** @throws NotFound for whoever has no profile here */
export async function readPractitioner(work: Work, id: string): Promise<PractitionerView> {
  const row = await work.db.practitioner.findUnique({ where: { staffId: id } });
  if (!row) throw notFound('practitioner');
  return viewOf(work, row);
}

export async function listPractitioners(work: Work): Promise<readonly PractitionerView[]> {
  const rows = await work.db.practitioner.findMany({ orderBy: { staffId: 'asc' } });
  return Promise.all(rows.map((row) => viewOf(work, row)));
}

async function viewOf(work: Work, row: Practitioner): Promise<PractitionerView> {
  return {
    id: row.staffId,
    name: await nameOf(work, row.staffId),
    caseload: row.caseload,
    leftAt: row.leftAt?.toISOString() ?? null,
    ...(await profileOf(work, row)),
  };
}

/** A row as what it says of them. */
export async function profileOf(work: Work, row: Practitioner): Promise<Profile> {
  const { registeredWith, ...words } = await work.open<PractitionerWords>(work.organisationId, row.sealed);
  return {
    ...words,
    caseloadLimit: row.caseloadLimit,
    registration: { body: registeredWith, expires: row.registrationExpires.toISOString().slice(0, 10) },
    accepting: row.accepting,
    leaving: row.leaving,
  };
}

async function nameOf(work: Work, id: string): Promise<string> {
  const member = await findStaffMember(work, id);
  if (!member?.roles.includes('practitioner')) throw notFound('practitioner');
  return member.name;
}

const clientsOf = (work: Work, practitionerId: string): Promise<number> =>
  work.db.client.count({ where: { practitionerId } });
