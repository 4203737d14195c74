import { randomUUID } from 'node:crypto';
import type { DescribedClient } from '../../../prisma/seed';
import { type Answer, concern, type StackPeople } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { StartedStack } from '../../support/started-stack';
import { createVendor } from '../../support/twilio-vendor';
import { until } from '../../support/until';

/** A Temporal server that hangs takes calls and answers none. Nobody who asks Heed for something notices. design.md §2 */

const hangsForMs = 30_000;
const answeredWithinMs = 6_000;

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
}, 180_000);
afterAll(async () => {
  await stack?.wake('temporal').catch(() => undefined);
  await stack?.stop();
}, 120_000);

const client = (index: number): DescribedClient => {
  const found = people.clients[index];
  if (!found) throw new Error(`The practitioner has no client ${index}.`);
  return found;
};
const contactOf = ({ urgentCarePlan }: DescribedClient): string => urgentCarePlan.contacts[0]?.mobile ?? '';
const agrees = { answers: [{ recipient: 'contact-1', answer: 'agree', tier: 'concern' }], via: 'phone' };
const proceed = { kind: 'proceed', recipients: ['contact-1'], note: 'As agreed.' };

async function raised({ id }: DescribedClient): Promise<string> {
  const caseId = String((await people.raise(id, randomUUID())).body['id']);
  await people.reaches(caseId, 'awaiting-client');
  return caseId;
}
async function deciding(about: DescribedClient): Promise<string> {
  const caseId = await raised(about);
  await people.act(caseId, 'client-answers', agrees);
  await people.reaches(caseId, 'deciding');
  return caseId;
}
async function told(about: DescribedClient): Promise<string> {
  const caseId = await deciding(about);
  await people.act(caseId, 'decisions', proceed);
  await people.linkTo(contactOf(about), 'a', '');
  await people.reaches(caseId, 'awaiting-acknowledgement');
  return caseId;
}
async function acting(about: DescribedClient): Promise<string> {
  const caseId = await told(about);
  await people.act(caseId, 'acknowledgements', { recipient: 'contact-1', answer: 'acting' });
  await people.reaches(caseId, 'aftercare');
  return caseId;
}

test('while Temporal hangs every human act and every intake is answered at once, and carried out afterwards', async () => {
  const [ada, ben, cleo, dev, edie, finn, gwen, hugo] = Array.from({ length: 8 }, (_, index) => client(index));
  if (!ada || !ben || !cleo || !dev || !edie || !finn || !gwen || !hugo) throw new Error('Too few clients.');
  const [asked, askedToo, decidable, toldByPage, toldBySms, begun, open] = await Promise.all([
    raised(ada),
    raised(ben),
    deciding(cleo),
    told(dev),
    told(edie),
    acting(finn),
    deciding(gwen),
  ]);
  const vendor = createVendor(stack);
  const [dispatch] = await record.asOwner<{ id: string; vendor: string }>(
    `SELECT id, vendor_id AS vendor FROM dispatches WHERE case_id = $1 AND channel = 'sms' AND template = 'disclosure'`,
    [toldBySms],
  );
  const pageOf = (link: string) => new URL(link).pathname;
  const [clientPage, contactPage] = [
    pageOf(await people.linkTo(ada.mobile ?? '', 'c', '')),
    pageOf(await people.linkTo(contactOf(dev), 'a', '')),
  ];
  const { code } = await people.read(toldBySms);

  await stack.hang('temporal');
  const hangingSince = performance.now();

  const post = (caseId: string, what: string, body: object) =>
    people.ask('practitioner', 'POST', `/v1/urgent-care/cases/${caseId}/${what}`, body);
  const form = (path: string, fields: Record<string, string>) =>
    people.ask(null, 'POST', path, new URLSearchParams(fields));
  const answeredBy: readonly (readonly [string, number, () => Promise<Answer>])[] = [
    ['a concern', 202, () => people.raise(hugo.id, 'while it hangs')],
    [
      'a concern about someone else',
      202,
      () => people.ask('platform', 'POST', '/v1/urgent-care/cases', aboutFriendOf(ada)),
    ],
    ['the client’s page', 200, () => people.ask(null, 'GET', clientPage)],
    [
      'an answer on it',
      303,
      () => form(clientPage, { guardAnswer: ada.guardAnswer, form: '0', 'contact-1': 'concern', action: 'answer' }),
    ],
    ['an answer by phone', 201, () => post(askedToo, 'client-answers', agrees)],
    ['a decision', 201, () => post(decidable, 'decisions', proceed)],
    ['a contact’s page', 200, () => people.ask(null, 'GET', contactPage)],
    ['an acknowledgement on it', 303, () => form(contactPage, { form: '0', answer: 'acting' })],
    ['an acknowledgement by SMS', 202, () => people.reply(contactOf(edie), '+447700900499', `1 ${code}`)],
    ['an SMS that is no answer', 202, () => people.reply(ben.mobile ?? '', '+447700900499', 'Please do not call her.')],
    ['a status callback', 200, () => vendor.reports(dispatch?.id ?? '', dispatch?.vendor ?? '', 'read')],
    ['an outcome', 201, () => post(begun, 'human-outcomes', { kind: 'someone-acting', note: 'She is there.' })],
    ['an emergency call', 201, () => post(open, 'emergency-calls', { at: new Date().toISOString(), by: 'Dr Obi' })],
    ['a withdrawal', 201, () => post(open, 'withdrawals', { recipients: 'all', via: 'phone' })],
    ['a stand-down', 201, () => post(open, 'stand-down', { outcome: { kind: 'client-safe', note: 'At home.' } })],
    ['a case', 200, () => people.ask('supervisor', 'GET', `/v1/urgent-care/cases/${asked}`)],
    ['the list of cases', 200, () => people.ask('supervisor', 'GET', '/v1/urgent-care/cases')],
  ];
  const found = [];
  for (const [what, status, ask] of answeredBy) {
    const answer = await ask();
    found.push({
      what,
      right: answer.status === status,
      inTime: answer.tookMs < answeredWithinMs,
      ...(answer.status !== status && { answer }),
    });
  }
  expect(found).toEqual(answeredBy.map(([what]) => ({ what, right: true, inTime: true })));

  const ready = await people.ask(null, 'GET', '/readyz');
  expect(ready).toMatchObject({ status: 200, body: { status: 'degraded', temporal: 'away' } });
  expect(ready.tookMs).toBeLessThan(answeredWithinMs);
  // For as long as it hangs, and not only at first.
  await until('it has hung long enough', () => performance.now() - hangingSince > hangsForMs, 60_000, 250);
  const late = await people.raise(hugo.id, 'while it still hangs');
  expect(late).toMatchObject({ status: 202, body: { joined: true } });
  expect(late.tookMs).toBeLessThan(answeredWithinMs);

  await stack.wake('temporal');
  await people.reaches(asked, 'deciding');
  await people.linkTo(contactOf(cleo), 'a', '');
  await people.reaches(decidable, 'awaiting-acknowledgement');
  for (const caseId of [toldByPage, toldBySms]) await people.reaches(caseId, 'aftercare');
  for (const caseId of [begun, open]) await people.reaches(caseId, 'closed');
  await people.linkTo(hugo.mobile ?? '', 'c', '');
  const untold = () => record.asOwner('SELECT FROM outbox_entries WHERE delivered_at IS NULL');
  await until('Temporal was told everything', async () => (await untold()).length === 0, 60_000, 250);
  const pagedForDecision = () =>
    record.asOwner(`SELECT FROM dispatches WHERE case_id = ANY($1) AND template = 'page-for-decision'`, [
      [asked, askedToo],
    ]);
  await until('both are asked to decide', async () => (await pagedForDecision()).length >= 4, 60_000, 250);
  expect(await record.unmarkedDuplicates(people)).toEqual([]);
  await until(
    'Heed is ready',
    async () => (await people.ask(null, 'GET', '/readyz')).body['status'] === 'ready',
    20_000,
  );
});

const aboutFriendOf = ({ id }: DescribedClient): object => ({
  person: { description: 'Her flatmate, who has gone quiet.', knownBy: id },
  ...concern,
});
