import { type Caller, findActor } from '../caller';
import type { Work } from '../work';
import { audit } from './record';

/** What becomes of people's sessions in the console, for whoever looks into it later. docs/adr/0031 */
export type SessionAction =
  | 'session.begun'
  /** Somebody signed in showed once more that it is them. */
  | 'session.confirmed'
  /** They did not, or nobody here is known by who the provider says they are. */
  | 'session.refused'
  | 'session.ended';

/**
 * Leaves an entry of it under the organisation's key, about no client. Whoever is not among the staff is known by nothing
 * but the id that the provider knows them by.
 * @param why a sentence that names nobody
 */
export async function auditSession(work: Work, caller: Caller, action: SessionAction, why: string): Promise<void> {
  await audit(work, { actor: await findActor(work, caller), action, request: `${why} By ${caller.credential}.` });
}
