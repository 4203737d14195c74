import { englishRetentionNotice } from '../../activities/messaging/letters/english';
import { openClientMessages } from '../../records/client-messages';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { register } from '../../records/sign-up/register';
import { openNote } from '../../records/sign-up/steps';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { heedItself } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { agreesToNews, comesTo, ordered } from '../support/marketing-messages-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { newcomer, signUpTools } from '../support/sign-up-on-record';

/** Whoever opts out of marketing goes on hearing everything else: their care, what they asked for, what the law asks. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const optsOut = (clientId: string) =>
  cases.transact((work) =>
    recordOptOut(work, heedItself, { whom: { clientId }, source: 'phone', receivedAt: work.at }),
  );
const byBothWays = (outgoing: readonly Outgoing[]) =>
  outgoing.map(({ channel, purpose, maySend }) => ({ channel, purpose, maySend }));
const written = (purpose: string) => [
  { channel: 'sms', purpose, maySend: true },
  { channel: 'email', purpose, maySend: true },
];

test('of urgent care', async () => {
  const client = cases.client(0);
  await optsOut(client.id);
  const informed = await cases.clientInformed(await cases.raised(client));
  expect(byBothWays(informed)).toEqual(written('urgent-care'));
});

test('of their sign-up', async () => {
  const { id: signUpId, clientId } = await cases.transact((work) => register(work, cases.caller('admin'), newcomer(1)));
  await optsOut(clientId);
  const note = { kind: 'consent-form', reminder: false } as const;
  const seen = Number.MAX_SAFE_INTEGER;
  const opened = await cases.transact((work) =>
    openNote(work, signUpTools, { signUpId, organisationId: work.organisationId, step: 1, at: Date.now(), seen, note }),
  );
  expect(byBothWays(opened.kind === 'opened' ? opened.outgoing : [])).toEqual(written('service'));
});

test('of when their data go', async () => {
  const { id: clientId } = cases.client(1);
  await optsOut(clientId);
  const facts = { goesAt: new Date(), timeZone: 'Europe/London', somethingStays: false };
  const outgoing = await cases.transact((work) =>
    openClientMessages(work, {
      clientId,
      key: 'retention/1/1/notice',
      template: 'retention-notice',
      purpose: 'legal',
      publicUrl: 'https://heed.example',
      write: (channel, more) => englishRetentionNotice(channel, { ...more, ...facts }),
    }),
  );
  expect(byBothWays(outgoing)).toEqual(written('legal'));
});

test('but of no news', async () => {
  const { id: clientId } = cases.client(2);
  await cases.transact((work) => agreesToNews(work, clientId, { topic: 'courses', channels: ['email', 'sms'] }));
  await optsOut(clientId);
  const audience = { clientIds: [clientId] };
  const messageId = await cases.transact((work) => ordered(work, cases.caller('admin'), 'courses', { audience }));
  expect(await cases.transact((work) => comesTo(work, messageId, clientId))).toEqual({ kind: 'passed-by' });
});
