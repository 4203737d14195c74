import { readCase } from '../../records/urgent-care/read-case';
import { recordAcknowledgement } from '../../records/urgent-care/record-acknowledgement';
import { recordDecision } from '../../records/urgent-care/record-decision';
import { recordStandDown } from '../../records/urgent-care/record-outcome';
import { openDisclosure, settleDisclosure } from '../../records/urgent-care/steps/disclose';
import { openInformClient, settleInformClient } from '../../records/urgent-care/steps/inform-client';
import type { OutcomeKind } from '../../workflows/urgent-care/words';
import { agrees, type CasesOnRecord, casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** A worker dies in the middle of a step, and people go on meanwhile. design.md §2, domain.md §3.10 */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const windowMs = 600_000;
const standDown = (id: string, kind: OutcomeKind): Promise<void> =>
  cases.transact((work) => recordStandDown(work, cases.caller('supervisor'), id, { kind, note: 'As told by phone.' }));
const statusOf = async (id: string): Promise<string> =>
  (await cases.transact((work) => readCase(work, cases.caller('supervisor'), id))).status;
const kindsOf = (id: string) =>
  underTest.asOwner<{ kind: string }>('SELECT kind FROM timeline_entries WHERE case_id = $1 ORDER BY seq', [id]);

test.each<OutcomeKind>(['deceased', 'client-safe'])(
  'a question that was being sent when the case ended as %s is looked up, not sent, and moves nothing',
  async (kind) => {
    const id = await cases.raised(await cases.newClient());
    const order = { ...(await cases.order(id)), windowMs };
    await cases.transact((work) => openInformClient(work, stepTools, order));
    await standDown(id, kind);

    const again = messagesOf(await cases.transact((work) => openInformClient(work, stepTools, order)));
    expect(again.map(({ state, maySend }) => ({ state, maySend }))).toEqual([
      { state: 'outcome-unknown', maySend: false },
      { state: 'outcome-unknown', maySend: false },
    ]);
    const nothingSent = again.map(({ id: dispatchId }) => ({ id: dispatchId, result: { kind: 'cancelled' } as const }));
    await cases.transact((work) => settleInformClient(work, order, nothingSent));
    expect(await statusOf(id)).toBe('aftercare');
  },
);

test('a question that was being sent when the client answered it goes on being sent, and moves nothing back', async () => {
  const id = await cases.raised(await cases.newClient());
  const order = { ...(await cases.order(id)), windowMs };
  const asked = messagesOf(await cases.transact((work) => openInformClient(work, stepTools, order)));
  await cases.clientAnswers(id, agrees('contact-1'));
  expect(await statusOf(id)).toBe('deciding');

  const again = messagesOf(await cases.transact((work) => openInformClient(work, stepTools, order)));
  expect(again.map((message) => message.id)).toEqual(asked.map((message) => message.id));
  expect(await statusOf(id)).toBe('deciding');
  await cases.proceeds(id, 'contact-1');
});

test('nothing is written to or about somebody who died, in no other case either', async () => {
  const client = await cases.newClient();
  const first = await cases.raised(client);
  await standDown(first, 'deceased');
  const second = await cases.raised(client);
  expect(second).not.toBe(first);
  expect(await cases.clientInformed(second)).toEqual([]);

  await cases.clientAnswers(second, agrees('contact-1'));
  await cases.proceeds(second, 'contact-1');
  expect(await cases.openDisclosure(await cases.disclosureOrder(second, 'contact-1'))).toEqual({ kind: 'withheld' });
});

test('what was sent is told although an answer came in between', async () => {
  const id = await cases.raised(await cases.newClient());
  await cases.clientAnswers(id, agrees('contact-1'), agrees('contact-2'));
  await cases.proceeds(id, 'contact-1', 'contact-2');
  await cases.told(id, 'contact-1', 'sms', 'SM-first');
  const order = await cases.disclosureOrder(id, 'contact-2');
  const [message] = messagesOf(await cases.transact((work) => openDisclosure(work, stepTools, order)));
  const contact = { kind: 'contact', id: null, name: 'The first contact' } as const;
  await cases.transact((work) =>
    recordAcknowledgement(work, id, contact, { recipient: 'contact-1', answer: 'acknowledged', via: 'page' }),
  );

  const taken = { kind: 'accepted', vendorId: 'SM-second', possibleDuplicate: false } as const;
  await cases.transact((work) => settleDisclosure(work, order, [{ id: message?.id ?? '', result: taken }]));
  expect((await kindsOf(id)).filter(({ kind }) => kind === 'disclosure.sent')).toHaveLength(2);
  expect(await statusOf(id)).toBe('awaiting-acknowledgement');
});

test('a client whom no question reached was not asked: the plan permits nothing', async () => {
  const id = await cases.raised(await cases.newClient(), 'immediate');
  const order = { ...(await cases.order(id)), windowMs };
  const asked = messagesOf(await cases.transact((work) => openInformClient(work, stepTools, order)));
  const failed = { kind: 'failed-temporary', errorCode: '500' } as const;
  const results = asked.map((message) => ({ id: message.id, result: failed }));
  await cases.transact((work) => settleInformClient(work, order, results));

  const proceed = { kind: 'proceed', recipients: ['contact-1'], note: '' } as const;
  const decided = cases.transact((work) => recordDecision(work, cases.caller('practitioner'), id, proceed));
  await expect(decided).rejects.toMatchObject({ problem: 'no-mandate' });
});
