import { newId } from '../../../records/ids';
import { openLoop } from '../../support/open-loop';
import { type Answer, answered, type StackPeople } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { StartedStack } from '../../support/started-stack';
import { createVendor } from '../../support/twilio-vendor';
import { until } from '../../support/until';

/** A vendor that tells everything again and again stops nobody, and tells the story of the case nothing new. */

const callbacks = 20_000;
/** As many as a vendor has open at once. */
const atOnce = 50;

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
}, 180_000);
afterAll(() => stack?.stop(), 120_000);

interface Told {
  readonly id: string;
  readonly vendor: string;
}

/** A case with messages of which the sandbox says nothing: what is reported of them is the flood's alone. */
async function toldCase(): Promise<{ readonly id: string; readonly messages: readonly Told[] }> {
  await answered(`${stack.now().sandboxUrl}/sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ vendor: 'twilio', fault: 'drop-callback' }]),
  });
  const [client] = people.clients;
  const id = String((await people.raise(client?.id ?? '', 'the one')).body['id']);
  await people.reaches(id, 'awaiting-client');
  const agrees = { recipient: 'contact-1', answer: 'agree', tier: 'concern' };
  await people.act(id, 'client-answers', { answers: [agrees], via: 'phone' });
  await people.reaches(id, 'deciding');
  const sms = () =>
    record.asOwner<Told>(
      `SELECT id, vendor_id AS vendor FROM dispatches
       WHERE case_id = $1 AND channel = 'sms' AND vendor_id IS NOT NULL ORDER BY id`,
      [id],
    );
  await until('the client and the practitioner were written to', async () => (await sms()).length === 2);
  await people.act(id, 'decisions', { kind: 'proceed', recipients: ['contact-1'], note: 'As agreed.' });
  await people.reaches(id, 'awaiting-acknowledgement');
  await until('the contact was written to', async () => (await sms()).length === 3);
  return { id, messages: await sms() };
}

/** What Twilio says of a message until its end, and that end in our words. */
const stories = [
  { told: ['queued', 'sending', 'sent', 'delivered', 'read'], end: 'opened' },
  { told: ['accepted', 'queued', 'sent', 'delivered'], end: 'delivered' },
  { told: ['queued', 'sending', 'sent'], end: 'sent' },
] as const;

function shuffled<T>(given: readonly T[]): readonly T[] {
  return given
    .map((one) => ({ one, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

test('20,000 callbacks of one case are answered, change only what is new, and hold up nobody else', async () => {
  const { id, messages } = await toldCase();
  const vendor = createVendor(stack);
  const before = await record.historyOf(id);
  const ours = messages.flatMap((message, index) =>
    (stories[index]?.told ?? []).map((status) => ({ message, status })),
  );
  const nobodys = ['delivered', 'undelivered', 'pondering'].map((status) => ({
    message: { id: newId(), vendor: 'SMnobody' },
    status,
  }));
  const flood = shuffled(
    Array.from({ length: callbacks }, (_, index) => [...ours, ...nobodys][index % (ours.length + 3)]),
  );

  const clients = await record.addClients(700);
  const statuses = new Map<number, number>();
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let one = flood[next++]; one; one = flood[next++]) {
      const code = one.status === 'undelivered' ? '30005' : undefined;
      const { status } = await vendor.reports(one.message.id, one.message.vendor, one.status, code);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const raise = (index: number): Promise<Answer> => people.raise(clients[index] ?? '', `concern-${index}`);
  const began = performance.now();
  const taken = await openLoop(1, raise, async () => void (await Promise.all(Array.from({ length: atOnce }, caller))));
  const seconds = (performance.now() - began) / 1_000;

  const slowest = taken.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)[Math.ceil(taken.length * 0.99) - 1] ?? 0;
  const rate = `${(callbacks / seconds).toFixed(0)} callbacks a second, ${(60 * (callbacks / seconds)).toFixed(0)} a minute`;
  process.stdout.write(`${rate}; concerns meanwhile: p99 ${slowest.toFixed(0)} ms of ${taken.length}\n`);

  expect([...statuses]).toEqual([[200, callbacks]]);
  expect(taken.filter(({ status }) => status !== 202)).toEqual([]);
  const ends = await record.asOwner<{ status: string }>(
    'SELECT status FROM dispatches WHERE id = ANY($1::uuid[]) ORDER BY id',
    [messages.map((message) => message.id)],
  );
  expect(ends.map(({ status }) => status)).toEqual(stories.map(({ end }) => end));
  expect(await record.historyOf(id)).toEqual(before);
  expect(await record.actsOf(id)).toEqual(['client-answered', 'proceed-decided']);
}, 600_000);
