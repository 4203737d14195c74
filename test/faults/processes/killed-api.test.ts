import { setTimeout as pause } from 'node:timers/promises';
import { openLoop } from '../../support/open-loop';
import { type Answer, type StackPeople, untilTaken } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { StartedStack } from '../../support/started-stack';
import { until } from '../../support/until';

/** Once 202 is answered the case survives the loss of any process; what was not answered is asked again. domain.md §3 */

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
}, 180_000);
afterAll(() => stack?.stop(), 120_000);

const perSecond = 15;
const kills = 4;

test('kill -9 of the API around the 202 loses no concern and opens no case twice', async () => {
  const clients = await record.addClients(1_000);
  const clientOf = (index: number): string => clients[index] ?? '';
  const keyOf = (index: number): string => `concern-${index}`;
  let answers = 0;
  const raise = async (index: number): Promise<Answer | undefined> => {
    try {
      const answer = await people.raise(clientOf(index), keyOf(index));
      answers += 1;
      return answer;
    } catch {
      return undefined;
    }
  };
  const asked = await openLoop(perSecond, raise, async () => {
    for (let kill = 0; kill < kills; kill += 1) {
      const before = answers;
      await until('concerns are taken', () => answers > before + 5, 60_000, 1);
      // Every other time at once: the 202 is out, and Temporal may not have been told.
      if (kill % 2 === 0) await pause(Math.random() * 400);
      await stack.isBack('api', await stack.kill('api'));
    }
  });
  const unanswered = asked.filter((answer) => answer === undefined).length;
  expect(unanswered).toBeGreaterThan(0);
  expect(answers).toBeGreaterThan(kills * 5);

  const ids: string[] = [];
  for (const [index, answer] of asked.entries()) {
    const repeat = () => people.raise(clientOf(index), keyOf(index));
    const { status, body } = answer?.status === 202 ? answer : await untilTaken('the concern, asked again', repeat);
    expect({ status, joined: body['joined'] }).toEqual({ status: 202, joined: false });
    ids.push(String(body['id']));
  }
  const onRecord = await record.asOwner<{ id: string }>('SELECT id FROM cases');
  expect(onRecord.map(({ id }) => id).sort()).toEqual(ids.toSorted());

  const informed = async (): Promise<boolean> => {
    const waiting = await record.asOwner(`SELECT FROM cases WHERE status <> 'awaiting-client'`);
    return waiting.length === 0;
  };
  await until('every client was told first', informed, 120_000, 500);
  const sms = (await people.inbox()).filter(({ channel, links }) => channel === 'sms' && links.length > 0);
  expect(new Set(sms.flatMap(({ links }) => links)).size).toBe(ids.length);
  expect(await record.unmarkedDuplicates(people)).toEqual([]);
});
