import { randomUUID } from 'node:crypto';
import { answerOf } from '../../client/heed-client';
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
  const { id: clientId } = world.client().described;
  const raised = await dr.heed.POST('/v1/urgent-care/cases', {
    body: { clientId, concern: 'Did not come.', immediacy: 'significant' },
    headers: { 'x-request-id': raising },
  });
  const { id: caseId } = answerOf(raised);
  await until('the client is told', () => stepsBy(raising).includes('informClient'));

  const standingDown = randomUUID();
  await dr.heed.POST('/v1/urgent-care/cases/{caseId}/stand-down', {
    params: { path: { caseId } },
    body: { outcome: { kind: 'client-safe', note: 'Safe at home.' } },
    headers: { 'x-request-id': standingDown },
  });
  await until('what had gone is told', () => stepsBy(standingDown).includes('tellThoseWhoWereTold'));
  expect(stepsBy(raising)).toEqual(['informClient']);
});
