import { decodedHistory } from '../../local/decoded-history';
import { createPayloadCodec } from '../../runtime/temporal/payload-codec';
import { testKeys } from '../support/heed';
import { personalWordsOf } from '../support/personal-words';
import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

test('the decoded history of a whole case says nothing of anyone', async () => {
  const dr = world.staff('practitioner');
  const jo = world.client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  await jo.answers({ gp: 'summary', 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1', 'gp');
  await jo.contact1.receivesSms(/wellbeing of Jo Bellweather/);
  await jo.contact1.repliesBySms('I am at work, is Jo all right?');
  await dr.receivesSms(/something new/);
  await jo.contact1.repliesBySms('1');
  await theCase.reaches('aftercare');
  await theCase.outcome(dr, 'someone-acting');
  await theCase.reaches('closed');

  const handle = world.heed.client.workflow.getHandle(`urgent-care/${theCase.id}`);
  const history = JSON.stringify(await decodedHistory(await handle.fetchHistory(), createPayloadCodec(testKeys)));

  // The history was really decoded: its enums can be read.
  expect(history).toContain('proceed-decided');
  expect(history).toContain(theCase.id);
  const freeText = ['goodbye', 'Called twice', 'at work', 'Spoke with them', 'As agreed'];
  const personal = [...personalWordsOf(world.heed.demo.organisation), ...freeText];
  for (const word of personal) expect(history).not.toContain(word);
});
