import type { Between, Candidate, Need } from '../../workflows/sign-up/allocation';
import { localDateOf } from '../calendar/local-time';
import type { Practitioner } from '../generated/client';
import { clientWords, organisationOf } from '../people';
import { conflictedWith } from '../practitioners/conflicts';
import { profileOf } from '../practitioners/practitioners';
import { type SignUpRow, signUpWords } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { type AllocationRow, type AllocationStanding, allocationWords } from './allocation-row';

/** What the rules of allocation are told: the client's need, and everybody who could meet it. */

export async function needOf(work: Work, signUp: SignUpRow): Promise<Need> {
  const { preferences } = await signUpWords(signUp, work);
  const { language = 'en', interpreter = null } = await clientWords(work, signUp.clientId);
  const { timeZone } = await organisationOf(work);
  return {
    on: localDateOf(work.at, timeZone),
    presentingNeed: preferences.presentingNeed ?? null,
    language,
    interpreter,
    accessibility: preferences.accessibility ?? [],
    times: preferences.times ?? [],
    practitionerGender: preferences.practitionerGender ?? null,
    modality: preferences.modality ?? null,
  };
}

export async function candidatesFor(work: Work, signUp: SignUpRow): Promise<readonly Candidate[]> {
  const conflicted = await conflictedWith(work, signUp.clientId);
  const rounds = await roundsOf(work, signUp.id);
  const refused = await refusedByClient(work, signUp);

  const betweenThem = (id: string): readonly Between[] => [
    ...(conflicted.includes(id) ? (['conflict-of-interest'] as const) : []),
    ...(refused.includes(id) ? (['client-refuses'] as const) : []),
    ...(rounds('declined').includes(id) ? (['declined'] as const) : []),
    ...(rounds('passed-over').includes(id) ? (['passed-over'] as const) : []),
  ];
  const rows = await work.db.practitioner.findMany({ orderBy: { staffId: 'asc' } });
  return Promise.all(rows.map((row) => candidateOf(work, row, betweenThem(row.staffId))));
}

/** Whom the client does not want: named when they signed up, or objected to at any time since. */
export async function refusedByClient(work: Work, signUp: SignUpRow): Promise<readonly string[]> {
  const { preferences } = await signUpWords(signUp, work);
  const rounds = (await work.db.allocation.findMany({ where: { signUpId: signUp.id } })) as AllocationRow[];
  const objectedTo = await Promise.all(
    rounds.map(async (round) => {
      const { said } = await allocationWords(work, round);
      return said.some(({ what }) => what === 'objected') && round.practitionerId ? [round.practitionerId] : [];
    }),
  );
  return [...(preferences.notWith ?? []), ...objectedTo.flat()];
}

export async function candidateOf(work: Work, row: Practitioner, between: readonly Between[]): Promise<Candidate> {
  const { registration, ...profile } = await profileOf(work, row);
  return {
    ...profile,
    practitionerId: row.staffId,
    registrationExpires: registration.expires,
    caseload: row.caseload,
    lastOfferedAt: row.lastOfferedAt?.getTime() ?? null,
    between,
  };
}

/** Who came out of this sign-up's earlier rounds in which way. */
async function roundsOf(work: Work, signUpId: string): Promise<(standing: AllocationStanding) => readonly string[]> {
  const rounds = await work.db.allocation.findMany({ where: { signUpId } });
  return (standing) =>
    rounds.flatMap((round) => (round.standing === standing && round.practitionerId ? [round.practitionerId] : []));
}
