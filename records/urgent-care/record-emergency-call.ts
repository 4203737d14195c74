import { dayAndTime } from '../calendar/day-and-time';
import { type Caller, staffActorOf } from '../caller';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { lockCase } from './case-row';
import { chronicle } from './chronicle';

export interface EmergencyCall {
  readonly at: string;
  readonly by: string;
  readonly note: string;
}

/** "I called 999": taken in every state, closed cases included. Nobody waits for a checkpoint to call. domain.md §3 */
export async function recordEmergencyCall(
  work: Work,
  caller: Caller,
  caseId: string,
  { at, by, note }: EmergencyCall,
): Promise<void> {
  const theCase = await lockCase(work, caseId);
  const actor = await staffActorOf(work, caller);
  const { timeZone } = await organisationOf(work);
  const text = `999 was called by ${by}, ${dayAndTime(new Date(at), timeZone)}. ${note}`.trim();
  await chronicle(work, theCase, { actor, kind: 'emergency-call.recorded', text });
}
