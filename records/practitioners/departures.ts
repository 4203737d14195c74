import { audit } from '../audit/record';
import { conflict } from '../errors';
import type { Actor, Work } from '../work';
import { type PractitionerView, readPractitioner } from './practitioners';

/**
 * A practitioner leaves. Nobody is left without one: open cases, clients and those whom they are asked to take on are
 * reassigned first. domain.md §2.6
 * @throws Conflict naming how many of each there are
 */
export async function recordDeparture(work: Work, actor: Actor, id: string): Promise<PractitionerView> {
  await readPractitioner(work, id);
  // Whoever is given a client locks this row too: nobody is allocated to one who is just leaving.
  await work.db.$queryRaw`SELECT staff_id FROM practitioners WHERE staff_id = ${id}::uuid FOR UPDATE`;
  const { caseload } = await readPractitioner(work, id);
  const openCases = await work.db.case.count({ where: { ownerId: id, closedAt: null } });
  const activePlans = await activePlansOf(work, id);
  if (openCases > 0 || caseload > 0) {
    throw conflict(
      'clients-to-reassign',
      `They have ${counted(openCases, 'open case')} and ${counted(caseload, 'client')}, ${activePlans} with an urgent ` +
        'care plan. Hand over the cases and reassign the clients first.',
      { openCases, clients: caseload, activePlans },
    );
  }
  await work.db.practitioner.update({ where: { staffId: id }, data: { leaving: true, leftAt: work.at } });
  await audit(work, { actor, action: 'practitioner.left', words: id });
  return readPractitioner(work, id);
}

async function activePlansOf(work: Work, practitionerId: string): Promise<number> {
  const [found] = await work.db.$queryRaw<{ plans: number }[]>`
    SELECT count(*)::int AS plans FROM urgent_care_plans plan JOIN clients client ON client.id = plan.client_id
    WHERE client.practitioner_id = ${practitionerId}::uuid`;
  return found?.plans ?? 0;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
