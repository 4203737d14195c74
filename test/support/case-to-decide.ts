import type { CaseInWorld, ClientInWorld, Staff } from './people';
import type { World } from './world';

/** A significant case that waits for its owner's decision. domain.md §3.3 */

/** The client has answered. */
export async function afterAnswer(
  owner: Staff,
  client: ClientInWorld,
  ...answer: Parameters<ClientInWorld['answers']>
): Promise<CaseInWorld> {
  const theCase = await owner.raisesConcern(client, 'significant');
  await theCase.reaches('awaiting-client');
  await client.answers(...answer);
  await theCase.reaches('deciding');
  return theCase;
}

/** The client was silent for all of their time. */
export async function afterSilence(world: World, owner: Staff, client: ClientInWorld): Promise<CaseInWorld> {
  const theCase = await owner.raisesConcern(client, 'significant');
  await theCase.reaches('awaiting-client');
  await world.fastForward('PT1H');
  await theCase.reaches('deciding');
  return theCase;
}
