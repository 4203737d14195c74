import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../../../local/stack-file';
import { openLoop } from '../../support/open-loop';
import { answered, concern, type StackPeople } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { Part, StartedStack } from '../../support/started-stack';
import { until } from '../../support/until';

/** An orderly restart under load: whoever got through is answered, and no step of a case has to be tried again. */

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;
let described: Stack;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
  described = stack.now();
}, 180_000);
afterAll(() => stack?.stop(), 120_000);

/** What a caller who keeps its connections open met with. */
interface Met {
  /** refused: nobody took the connection · dropped: the connection was open, and ended without an answer. */
  readonly end: number | 'refused' | 'dropped';
  readonly saysClose: boolean;
  readonly caseId: string | undefined;
}

/** Node's own client, since it tells whether a connection that failed had been open before. */
function asked(agent: Agent, method: string, path: string, body?: object): Promise<Met> {
  return new Promise((resolve) => {
    const asking = request(described.url + path, {
      agent,
      method,
      headers: {
        authorization: `Bearer ${described.organisation.tokens?.practitioner}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
    });
    const unanswered = (): void =>
      resolve({ end: asking.reusedSocket ? 'dropped' : 'refused', saysClose: false, caseId: undefined });
    asking.on('error', unanswered);
    asking.on('response', (response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('error', unanswered);
      response.on('end', () => {
        const { id } = JSON.parse(text) as { id?: string };
        const saysClose = response.headers.connection === 'close';
        resolve({ end: response.statusCode ?? 0, saysClose, caseId: id });
      });
    });
    asking.end(body && JSON.stringify(body));
  });
}

/** Concerns, and answers of clients to those taken before, while `harm` is done. */
async function underLoad(harm: () => Promise<void>): Promise<readonly Met[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  const clients = await record.addClients(500);
  const unanswered: string[] = [];
  let taken = 0;
  const one = async (index: number): Promise<Met> => {
    const caseId = index % 2 === 0 ? undefined : unanswered.shift();
    if (caseId !== undefined) return asked(agent, 'POST', `/v1/urgent-care/cases/${caseId}/client-answers`, anAnswer);
    const met = await asked(agent, 'POST', '/v1/urgent-care/cases', { clientId: clients[index], ...concern });
    if (met.end === 202 && met.caseId) {
      unanswered.push(met.caseId);
      taken += 1;
    }
    return met;
  };
  const met = await openLoop(5, one, async () => {
    await until('concerns are taken', () => taken > 3, 60_000);
    await harm();
  });
  agent.destroy();
  return met;
}
const anAnswer = { answers: [{ recipient: 'gp', answer: 'refuse' }], via: 'phone' };

const restart = async (part: Part): Promise<void> => stack.isBack(part, await stack.end(part));

test('the API answers everyone whom it let in, and tells them to come by another connection', async () => {
  const met = await underLoad(async () => {
    for (let time = 0; time < 3; time += 1) {
      await restart('api');
      await pause(1_500);
    }
  });
  expect(met.filter(({ end }) => typeof end === 'number' && end !== 202 && end !== 201)).toEqual([]);
  expect(met.filter(({ end }) => end === 'dropped')).toEqual([]);
  expect(met.some(({ saysClose }) => saysClose)).toBe(true);
  // It did go away, or nothing was tried here.
  expect(met.some(({ end }) => end === 'refused')).toBe(true);
});

/** Every vendor takes three seconds to answer, so that a step lasts long enough to be met in its middle. */
async function vendorsAreSlow(): Promise<void> {
  await answered(`${described.sandboxUrl}/sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(['twilio', 'sendgrid'].map((vendor) => ({ vendor, fault: 'slow' }))),
  });
}

test('a worker finishes what it has begun: no step times out, none is tried twice', async () => {
  await vendorsAreSlow();
  const clients = await record.addClients(12);
  const ids: string[] = [];
  const dispatches = (where: string) =>
    record.asOwner<{ id: string }>(`SELECT id FROM dispatches WHERE case_id = ANY($1) AND ${where}`, [ids]);
  while (clients.length > ids.length) {
    const next = clients.slice(ids.length, ids.length + 4);
    const raised = await Promise.all(next.map((client) => people.raise(client, client)));
    ids.push(...raised.map(({ body }) => String(body['id'])));
    await until('messages are being sent', async () => (await dispatches('vendor_id IS NULL')).length > 0, 60_000);
    const begun = await dispatches('vendor_id IS NULL');

    const ended = await stack.end('worker-urgent');
    const unfinished = await dispatches('vendor_id IS NULL');
    expect(unfinished.filter(({ id }) => begun.some((one) => one.id === id))).toEqual([]);
    await stack.isBack('worker-urgent', ended);
  }
  for (const id of ids) await people.reaches(id, 'awaiting-client');
  const histories = await Promise.all(ids.map((id) => record.historyOf(id)));
  expect(histories.flatMap(({ lostTries }) => lostTries)).toEqual([]);
  expect(await record.unmarkedDuplicates(people)).toEqual([]);
});
