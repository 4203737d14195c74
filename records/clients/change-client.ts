import { audit } from '../audit/record';
import { actorOf, type Caller } from '../caller';
import { type ClientWords, clientWords, type Sharing } from '../people';
import { requireNotHeld } from '../urgent-care-plan/save-plan';
import { tellSignUpOfPlan } from '../urgent-care-plan/tell-sign-up';
import type { Work } from '../work';
import { lockClient } from './lock';
import { sharingOf } from './read-client';

export interface ClientChange {
  readonly username?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly homeAddress?: string | null | undefined;
  readonly sharing?: { readonly [Item in keyof Sharing]?: boolean | undefined } | undefined;
}

/**
 * Changes what the client says of themselves, and what they let their practitioner see. What is not named stays.
 * @throws NotFound; Conflict after a death
 */
export async function changeClient(work: Work, caller: Caller, clientId: string, change: ClientChange): Promise<void> {
  await lockClient(work, clientId);
  const actor = await actorOf(work, caller);
  const { held, ...words } = await clientWords(work, clientId);
  requireNotHeld({ held });
  const { sharing: agreed, ...said } = change;
  const before = await sharingOf(work, clientId, words);
  const after: ClientWords = {
    ...words,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    sharing: {
      riskSummary: agreed?.riskSummary ?? before.riskSummary,
      progressSummary: agreed?.progressSummary ?? before.progressSummary,
    },
  };
  await work.db.client.update({ where: { id: clientId }, data: { sealed: await work.seal(clientId, after) } });
  const items = Object.entries(change).flatMap(([item, value]) => (value === undefined ? [] : [item]));
  await audit(work, { actor, action: 'client.changed', clientId, words: `Changed: ${items.join(', ')}.` });
  await tellSignUpOfPlan(work, clientId);
}
