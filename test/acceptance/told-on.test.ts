import { randomUUID } from 'node:crypto';
import { createLog } from '../../runtime/log';
import { createRealTimeWorld } from '../support/real-time-world';
import { until } from '../support/until';
import type { World } from '../support/world';

/** The time-skipping server leaves out what a signal says beside its words: this is a real one. */

const lines: Readonly<Record<string, unknown>>[] = [];
const log = createLog('test', 'debug', { write: (line) => lines.push(JSON.parse(line)) });

let world: World;
beforeAll(async () => {
  world = await createRealTimeWorld('told-on', { log });
}, 60_000);
afterAll(() => world?.stop());

/** Which steps were done on account of this request. */
const stepsBy = (requestId: string): readonly unknown[] =>
  lines
    .filter((line) => line['requestId'] === requestId && line['msg'] === 'an activity is done')
    .map(({ activity }) => activity);

test('what a story does is told of the request that it has heard last', async () => {
  const dr = world.staff('practitioner');
  const raising = randomUUID();
  const concern = { concern: 'Did not come.', immediacy: 'significant', doneSoFar: '' };
  const body = { ...concern, clientId: world.client().described.id, clientFirst: { kind: 'inform' } };
  const raised = await world.call(dr.token, 'POST', '/v1/urgent-care/cases', body, { 'x-request-id': raising });
  await until('the client is told', () => stepsBy(raising).includes('informClient'));

  const standingDown = randomUUID();
  const outcome = { outcome: { kind: 'client-safe', note: 'Safe at home.' } };
  const path = `/v1/urgent-care/cases/${String(raised.body['id'])}/stand-down`;
  await world.call(dr.token, 'POST', path, outcome, { 'x-request-id': standingDown });
  await until('what had gone is told', () => stepsBy(standingDown).includes('tellThoseWhoWereTold'));
  expect(stepsBy(raising)).toEqual(['informClient']);
});
