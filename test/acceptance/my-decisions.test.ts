import type { StaffKey } from '../../prisma/demo-data';
import { browsing, signInAs } from '../support/browsing';
import { createWorld, type World } from '../support/world';

/** What waits for whom, as each reads it under My decisions. domain.md §3.3 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

const seenBy = async (key: StaffKey): Promise<string> =>
  (await signInAs(browsing(), `${world.heed.url}/`, world.heed.demo.organisation.staff[key].id)).text;

test('a decision that nobody takes goes up the rota, and still waits for whom it is', async () => {
  const theCase = await world.staff('practitioner').raisesConcern(world.client(), 'significant');
  await theCase.reaches('awaiting-client');
  await world.fastForward('PT1H');
  await theCase.reaches('deciding');
  const itWaits = `href="/cases/${theCase.id}"`;
  expect(await seenBy('practitioner')).toContain(itWaits);
  expect(await seenBy('dutyClinician')).not.toContain(itWaits);

  await world.fastForward('PT16M');
  await world.staff('dutyClinician').receivesSms(/decision/);
  expect(await seenBy('dutyClinician')).toContain(itWaits);
  expect(await seenBy('practitioner')).toContain(itWaits);
  expect(await seenBy('secondPractitioner')).not.toContain(itWaits);
  await theCase.standDown(world.staff('practitioner'), 'client-safe');
});
