import type { Caller } from '../caller';
import { type Duty, dutiesOf } from '../duties/duties';
import { notFound } from '../errors';
import { findStaffMember } from '../people';
import { problemsBesideLacks } from '../urgent-care/reachability/read-reachability';
import type { ReachabilityProblem } from '../urgent-care/reachability/rules';
import type { Work } from '../work';
import { clientsOnFile } from './on-file';
import { requirePlanKeeper } from './pathway';

/** What one client needs from people: what is owed to them, and what would stand in the way of their plan today. */
export interface NeedsOfClient {
  /** After a death: nothing is sent to or about them. */
  readonly held: boolean;
  /** Who treats them; null: nobody does. */
  readonly practitioner: string | null;
  readonly duties: readonly Duty[];
  /** What would stand in the plan's way beside what it lacks. */
  readonly problems: readonly ReachabilityProblem[];
}

/** Whoever calls it has read the client's plan, and that look is audited. @throws Forbidden, NotFound */
export async function needsOfClient(work: Work, caller: Caller, clientId: string): Promise<NeedsOfClient> {
  await requirePlanKeeper(work, caller, clientId);
  const onFile = await clientsOnFile(work, { id: clientId });
  const [client] = onFile;
  if (!client) throw notFound('client');
  const { held, practitionerId } = client;
  const treating = practitionerId === null ? null : await findStaffMember(work, practitionerId);
  return {
    held,
    practitioner: treating?.name ?? null,
    duties: await dutiesOf(work, caller, onFile),
    problems: (await problemsBesideLacks(work, onFile)).get(clientId) ?? [],
  };
}
