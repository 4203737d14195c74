import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageChannel } from '../../activities/messaging/channels';
import { createLease } from '../../activities/messaging/lease';
import { createPost, nextTryAfterMs } from '../../activities/messaging/post';
import { createSendGridEmail } from '../../activities/messaging/sendgrid';
import { createTwilioSms } from '../../activities/messaging/twilio-sms';
import { createTwilioVoice } from '../../activities/messaging/twilio-voice';
import type { FaultRule } from '../../local/sandbox/faults';
import { newId } from '../../records/ids';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { type CaseView, readTimeline } from '../../records/urgent-care/read-case';
import { openAskForDecision, settlePage } from '../../records/urgent-care/steps/page-staff';
import type { RecipientName } from '../../workflows/urgent-care/words';
import { credentials, sendgridKey } from '../local/sandbox-for-test';
import { casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import type { CaseInWorld, ClientInWorld } from '../support/people';
import { createRecordsUnderTest } from '../support/records';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** Vendors that refuse, fall silent, answer late, lose a message or report of it as they like. domain.md §3.6 and §3.8 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

const setFaults = (...faults: readonly FaultRule[]): void => world.heed.sandbox.setFaults(faults);
afterEach(() => setFaults());

const numberOf = ({ described }: ClientInWorld) => ({
  sms: described.mobile ?? '',
  email: described.email ?? '',
  contact1: described.urgentCarePlan.contacts[0]?.mobile ?? '',
  contact2: described.urgentCarePlan.contacts[1]?.mobile ?? '',
  gpEmail: described.urgentCarePlan.gp?.email ?? '',
  gpSms: described.urgentCarePlan.gp?.phone ?? '',
});
const practitioner = () => world.heed.demo.organisation.staff.practitioner;
/** Messages that Heed wrote; what a reply was answered with is none of them. */
const arrivedAt = (to: string): number =>
  world.heed.sandbox.messages({ to }).filter(({ text }) => !/thank you, we have your answer/.test(text)).length;
/** Where the case stands once nothing is under way any more. */
async function settled(theCase: CaseInWorld): Promise<CaseView> {
  await world.settle();
  return theCase.read();
}
/** Several vendors' tries and their waits, on a busy machine. */
const longMs = 90_000;

interface Dispatched {
  readonly audience: string;
  readonly recipient: string | null;
  readonly template: string;
  readonly channel: string;
  readonly status: string;
  readonly errorCode: string | null;
  readonly possibleDuplicate: boolean;
}

/** Every message of the case that fits, in the order in which they were written. */
async function dispatched(theCase: CaseInWorld, wanted: Partial<Dispatched>): Promise<readonly Dispatched[]> {
  await world.settle();
  const { records, demo } = world.heed;
  return records.withOrganisation(demo.organisation.id, new Date(), ({ db }) =>
    db.dispatch.findMany({ where: { caseId: theCase.id, ...wanted }, orderBy: { createdAt: 'asc' } }),
  );
}

const kindsOf = async (theCase: CaseInWorld): Promise<readonly string[]> =>
  (await theCase.timeline()).map(({ kind }) => kind);
const timesTold = async (theCase: CaseInWorld, kind: string): Promise<number> =>
  (await kindsOf(theCase)).filter((told) => told === kind).length;

/** From the concern to the client's answer: they agreed to each. */
async function agreed(client: ClientInWorld, ...recipients: readonly RecipientName[]): Promise<CaseInWorld> {
  const theCase = await world.staff('practitioner').raisesConcern(client, 'significant');
  await theCase.reaches('awaiting-client');
  await client.answers(Object.fromEntries(recipients.map((recipient) => [recipient, 'concern'])));
  await theCase.reaches('deciding');
  return theCase;
}

/** And on to a decision in force about all of them. */
async function decided(client: ClientInWorld, ...recipients: readonly RecipientName[]): Promise<CaseInWorld> {
  const theCase = await agreed(client, ...recipients);
  await theCase.proceed(world.staff('practitioner'), ...recipients);
  return theCase;
}

async function endedBy(theCase: CaseInWorld): Promise<void> {
  setFaults();
  await theCase.standDown(world.staff('supervisor'), 'client-safe');
  await theCase.reaches('closed');
}

test('a vendor that says "not now" is asked again within the step, and everybody gets their message once', async () => {
  const jo = world.client();
  const to = numberOf(jo);
  setFaults(
    { vendor: 'twilio', to: to.sms, times: 1, fault: '429' },
    { vendor: 'sendgrid', to: to.email, times: 1, fault: '500' },
    { vendor: 'twilio', to: practitioner().mobile, times: 1, fault: '500' },
    { vendor: 'sendgrid', to: practitioner().email, times: 1, fault: '429' },
    { vendor: 'twilio', to: to.contact1, times: 1, fault: '500' },
    { vendor: 'sendgrid', to: to.gpEmail, times: 1, fault: '429' },
  );
  const pagesBefore = arrivedAt(practitioner().mobile);
  const theCase = await agreed(jo, 'contact-1', 'gp');
  // Who decides before the page has got through is not paged any more.
  await until('the page arrives', () => arrivedAt(practitioner().mobile) > pagesBefore);
  await theCase.proceed(world.staff('practitioner'), 'contact-1', 'gp');
  await jo.contact1.receivesSms(/please call/);
  await jo.contact1.repliesBySms('2');
  await jo.gp.receivesEmail(/please call/);

  expect(await dispatched(theCase, { audience: 'client' })).toMatchObject([
    { status: 'delivered' },
    { status: 'delivered' },
  ]);
  expect(await dispatched(theCase, { template: 'disclosure' })).toMatchObject([
    { recipient: 'contact-1', status: 'delivered', possibleDuplicate: false },
    { recipient: 'gp', status: 'delivered', possibleDuplicate: false },
  ]);
  for (const address of [to.sms, to.email, to.contact1, to.gpEmail]) expect(arrivedAt(address)).toBe(1);
  expect(arrivedAt(practitioner().mobile)).toBe(pagesBefore + 1);
  expect(await kindsOf(theCase)).not.toContain('disclosure.failed');
  expect(await kindsOf(theCase)).not.toContain('staff.not-reached');
  await endedBy(theCase);
});

describe('a vendor that says when it may be asked again', () => {
  /** Answers everything with 429 and what it is told to say. */
  async function busyVendor(retryAfter: string) {
    const server = createServer((_request, response) => {
      response.writeHead(429, { 'retry-after': retryAfter, 'content-type': 'application/json' }).end('{"errors":[]}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const close = (): void => {
      server.closeAllConnections();
      server.close();
    };
    return { baseUrl, close };
  }
  const message: Outgoing = {
    id: newId(),
    organisationId: newId(),
    purpose: 'urgent-care',
    channel: 'sms',
    to: '+447700900001',
    fromNumber: '+447700900499',
    senderName: 'Riverside',
    subject: 'Message',
    text: 'Text',
    createdAt: new Date(),
    state: 'fresh',
    status: 'queued',
    maySend: true,
  };
  const channels: readonly (readonly [string, (baseUrl: string) => MessageChannel, string])[] = [
    [
      'Twilio',
      (baseUrl) => createTwilioSms({ ...credentials, baseUrl, publicUrl: baseUrl }, async () => new Set()),
      message.to,
    ],
    [
      "Twilio's calls",
      (baseUrl) => createTwilioVoice({ ...credentials, baseUrl, publicUrl: baseUrl }, async () => new Set()),
      message.to,
    ],
    [
      'SendGrid',
      (baseUrl) => createSendGridEmail({ apiKey: sendgridKey, baseUrl, from: 'care@heed.example' }, async () => null),
      'jo@mail.example',
    ],
  ];

  const both = (channel: MessageChannel) => ({ sms: channel, voice: channel, email: channel });

  test.each(channels)('%s is not asked before, on any try', async (_vendor, channelAt, to) => {
    const vendor = await busyVendor('7');
    const sent = await createPost(both(channelAt(vendor.baseUrl))).sendAll([{ ...message, to }], createLease());
    vendor.close();
    expect(sent).toMatchObject([{ result: { kind: 'failed-temporary', errorCode: '429', retryAfterMs: 7_000 } }]);
    for (const attempt of [1, 2, 3]) expect(nextTryAfterMs(sent, attempt)).toBe(7_000);
  });

  test.each(channels)(
    '%s wants longer than a step may take: the policy asks again, not the step',
    async (_v, channelAt, to) => {
      const vendor = await busyVendor('3600');
      const sent = await createPost(both(channelAt(vendor.baseUrl))).sendAll([{ ...message, to }], createLease());
      vendor.close();
      expect(nextTryAfterMs(sent, 1)).toBeNull();
    },
  );
});

test('who sent STOP, or has no such number, is reached by the next way and never tried on that one again', async () => {
  const ada = world.client();
  const to = numberOf(ada);
  // Each only once: a second try would arrive, and be counted.
  setFaults(
    { vendor: 'twilio', to: to.sms, times: 1, fault: '21610' },
    { vendor: 'twilio', to: to.contact1, times: 1, fault: '21610' },
    { vendor: 'twilio', to: practitioner().mobile, times: 1, fault: '21610' },
  );
  const dr = world.staff('practitioner');
  const theCase = await dr.raisesConcern(ada, 'significant');
  await ada.receivesEmail(/thinking of contacting/);
  await theCase.reaches('awaiting-client');
  const [sms, email] = await dispatched(theCase, { audience: 'client' });
  expect([sms, email].toSorted((a, b) => String(b?.channel).localeCompare(String(a?.channel)))).toMatchObject([
    { channel: 'sms', status: 'failed-permanent', errorCode: '21610' },
    { channel: 'email', status: 'delivered' },
  ]);

  const agreed = { answer: 'agree', tier: 'concern' } as const;
  await theCase.act(dr, 'client-answers', {
    answers: [
      { recipient: 'contact-1', ...agreed },
      { recipient: 'gp', ...agreed },
    ],
    via: 'phone',
  });
  await theCase.reaches('deciding');
  await world.settle();
  const page = { audience: 'staff', template: 'page-for-decision' };
  expect(await dispatched(theCase, { ...page, channel: 'sms' })).toMatchObject([
    { status: 'failed-permanent', errorCode: '21610' },
  ]);
  expect(await dispatched(theCase, { ...page, channel: 'email' })).toMatchObject([{ status: 'delivered' }]);
  expect(await kindsOf(theCase)).not.toContain('staff.not-reached');

  await theCase.proceed(dr, 'contact-1', 'gp');
  await ada.contact1.receivesCall(/please call us/);
  expect((await settled(theCase)).recipients).toMatchObject([
    { recipient: 'gp', status: 'queued' },
    {
      recipient: 'contact-1',
      status: 'delivered',
      messages: [
        { channel: 'sms', status: 'failed-permanent' },
        { channel: 'voice', status: 'delivered' },
      ],
    },
    { recipient: 'contact-2' },
  ]);
  await world.fastForward('PT6M');
  for (const person of [ada, ada.contact1]) expect(person.smsCount()).toBe(0);
  await endedBy(theCase);
});

test.each(['30005', '30006'] as const)(
  'a message that was taken and then could not be delivered (%s) moves on by the report alone',
  async (fault) => {
    const ben = world.client();
    const to = numberOf(ben);
    setFaults(
      { vendor: 'twilio', to: to.sms, times: 1, fault },
      { vendor: 'twilio', to: to.contact1, times: 1, fault },
      { vendor: 'twilio', to: to.contact1, times: 1, fault: 'call-failed' },
      { vendor: 'sendgrid', to: to.gpEmail, times: 1, fault: 'bounce' },
    );
    const dr = world.staff('practitioner');
    const theCase = await dr.raisesConcern(ben, 'significant');
    await theCase.reaches('awaiting-client');
    await ben.answers({ 'contact-1': 'concern', gp: 'concern' });
    await theCase.reaches('deciding');
    expect(await dispatched(theCase, { audience: 'client', channel: 'sms' })).toMatchObject([
      { status: 'failed-permanent', errorCode: fault },
    ]);
    // The email may still arrive: the client counts as asked.
    expect(await kindsOf(theCase)).not.toContain('client.not-reached');

    await theCase.proceed(dr, 'contact-1', 'gp');
    // A practice's landline takes no SMS, and nobody else is left.
    await theCase.reaches('nobody-acting');
    expect((await settled(theCase)).recipients).toMatchObject([
      { recipient: 'gp', status: 'failed', messages: [{ channel: 'email', status: 'failed-permanent' }] },
      {
        recipient: 'contact-1',
        status: 'failed',
        messages: [
          { channel: 'sms', status: 'failed-permanent' },
          { channel: 'voice', status: 'failed-permanent' },
        ],
      },
      { recipient: 'contact-2' },
    ]);
    const failures = (await theCase.timeline()).filter(({ kind }) => kind === 'message.failed');
    expect(failures.map(({ text }) => text)).toEqual([
      `The message to the first contact failed for good (sms, code ${fault}).`,
      'The message to the first contact failed for good (voice, code 404).',
      expect.stringMatching(/^The message to the GP failed for good \(email/),
    ]);
    await endedBy(theCase);
  },
);

test('a page whose every message is reported lost is told as one that reached nobody, and the next one is asked in time', async () => {
  const cleo = world.client();
  setFaults(
    { vendor: 'twilio', to: practitioner().mobile, times: 1, fault: '30005' },
    { vendor: 'sendgrid', to: practitioner().email, times: 1, fault: 'bounce' },
  );
  const dr = world.staff('practitioner');
  const theCase = await dr.raisesConcern(cleo, 'significant');
  await theCase.reaches('awaiting-client');
  await cleo.answers({ gp: 'attention' });
  const asked = await theCase.reaches('deciding');
  await world.settle();
  expect(await kindsOf(theCase)).toContain('staff.not-reached');
  expect(asked.checkpoint).toMatchObject({ kind: 'decision', waitingFor: { staffId: dr.id } });
  await world.fastForward('PT16M');
  await world.staff('dutyClinician').receivesSms(/waits for your decision/);
  expect(await timesTold(theCase, 'staff.not-reached')).toBe(1);
  await endedBy(theCase);
});

test('reports that are lost, come twice or backwards change nothing of who is told what', async () => {
  const dev = world.client();
  const to = numberOf(dev);
  setFaults(
    { vendor: 'twilio', to: to.sms, times: 1, fault: 'duplicate-callback' },
    { vendor: 'sendgrid', to: to.email, times: 1, fault: 'reorder-callbacks' },
    { vendor: 'twilio', to: to.contact1, times: 1, fault: 'drop-callback' },
    { vendor: 'twilio', to: to.contact2, times: 1, fault: 'reorder-callbacks' },
    { vendor: 'sendgrid', to: to.gpEmail, times: 1, fault: 'duplicate-callback' },
  );
  const theCase = await decided(dev, 'contact-1', 'contact-2', 'gp');
  await dev.contact1.receivesSms(/please call/);
  await dev.contact2.receivesSms(/please call/);
  expect(await dispatched(theCase, { audience: 'client' })).toMatchObject([
    { status: 'delivered' },
    { status: 'delivered' },
  ]);
  expect((await settled(theCase)).recipients).toMatchObject([
    { recipient: 'gp', status: 'queued', messages: [] },
    { recipient: 'contact-1', status: 'queued', messages: [{ status: 'queued' }] },
    { recipient: 'contact-2', status: 'delivered', messages: [{ status: 'delivered' }] },
  ]);

  // Nothing was ever reported of the first contact's message, and their answer counts all the same.
  await dev.contact1.repliesBySms('2');
  await dev.contact2.repliesBySms('2');
  await dev.gp.receivesEmail(/please call/);
  await world.settle();
  expect((await settled(theCase)).recipients).toMatchObject([
    { recipient: 'gp', status: 'delivered', messages: [{ status: 'delivered' }] },
    { recipient: 'contact-1', status: 'cannot' },
    { recipient: 'contact-2', status: 'cannot' },
  ]);
  for (const address of [to.contact1, to.contact2, to.gpEmail]) expect(arrivedAt(address)).toBe(1);
  expect(await timesTold(theCase, 'disclosure.sent')).toBe(3);
  await endedBy(theCase);
});

test('an answer that comes after the reports sets none of them back', async () => {
  const edie = world.client();
  const to = numberOf(edie);
  setFaults(
    { vendor: 'twilio', to: to.sms, times: 1, fault: 'slow' },
    { vendor: 'sendgrid', to: to.email, times: 1, fault: 'slow' },
    { vendor: 'twilio', to: to.contact1, times: 1, fault: 'slow' },
  );
  const theCase = await decided(edie, 'contact-1');
  await theCase.reaches('awaiting-acknowledgement');
  expect(await dispatched(theCase, { audience: 'client' })).toMatchObject([
    { status: 'delivered' },
    { status: 'delivered' },
  ]);
  expect((await settled(theCase)).recipients[1]).toMatchObject({
    recipient: 'contact-1',
    status: 'delivered',
    messages: [{ status: 'delivered', possibleDuplicate: false }],
  });
  for (const address of [to.sms, to.email, to.contact1]) expect(arrivedAt(address)).toBe(1);
  await endedBy(theCase);
});

const down: readonly FaultRule[] = [
  { vendor: 'twilio', fault: '500' },
  { vendor: 'sendgrid', fault: '500' },
];

describe('both vendors down for longer than a whole policy', () => {
  test(
    'from the concern on: staff are asked again and again, and the case says that nobody was reached',
    async () => {
      setFaults(...down);
      const finn = world.client();
      const theCase = await world.staff('practitioner').raisesConcern(finn, 'immediate');
      await world.fastForward('PT1H');

      const view = await theCase.read();
      expect(view).toMatchObject({ status: 'deciding', outcome: null, checkpoint: { kind: 'decision' } });
      const kinds = await kindsOf(theCase);
      expect(kinds.slice(0, 4)).toEqual([
        'concern.raised',
        'client.not-reached',
        'staff.asked-for-decision',
        'staff.not-reached',
      ]);
      const pages = kinds.filter((kind) => kind === 'staff.asked-for-decision').length;
      expect(pages).toBeGreaterThanOrEqual(6);
      // Of the last page the tries may still be under way.
      expect(kinds.filter((kind) => kind === 'staff.not-reached').length).toBeGreaterThanOrEqual(pages - 1);
      expect(arrivedAt(numberOf(finn).sms)).toBe(0);

      setFaults();
      const before = staffPages();
      await world.fastForward('PT16M');
      expect(staffPages()).toBeGreaterThan(before);
      await endedBy(theCase);
    },
    longMs,
  );

  test(
    'from the decision on: every recipient fails plainly, and the pages go on until one arrives',
    async () => {
      const gwen = world.client();
      const dr = world.staff('practitioner');
      const theCase = await dr.raisesConcern(gwen, 'significant');
      await theCase.reaches('awaiting-client');
      await gwen.answers({ 'contact-1': 'concern', 'contact-2': 'concern', gp: 'concern' });
      await theCase.reaches('deciding');
      await world.settle();
      setFaults(...down);
      await theCase.proceed(dr, 'contact-1', 'contact-2', 'gp');
      await world.fastForward('PT2H');

      const view = await theCase.read();
      expect(view).toMatchObject({
        status: 'nobody-acting',
        outcome: null,
        checkpoint: { kind: 'human-outcome', waitingFor: { role: 'duty-clinician' } },
        recipients: [{ status: 'failed' }, { status: 'failed' }, { status: 'failed' }],
      });
      for (const { messages } of view.recipients) {
        expect(messages.length).toBeGreaterThan(0);
        expect(messages.every(({ status }) => status === 'failed-temporary')).toBe(true);
      }
      const kinds = await kindsOf(theCase);
      const pages = kinds.filter((kind) => kind === 'staff.asked-for-action').length;
      expect(pages).toBeGreaterThanOrEqual(3);
      expect(kinds.filter((kind) => kind === 'staff.not-reached').length).toBeGreaterThanOrEqual(pages - 1);
      for (const to of [gwen.contact1, gwen.contact2]) expect(to.smsCount()).toBe(0);

      setFaults();
      const before = staffPages();
      await world.fastForward('PT16M');
      expect(staffPages()).toBeGreaterThan(before);
      await world.staff('dutyClinician').receivesSms(/nobody acting. Call 999/);
      expect((await theCase.outcome(world.staff('dutyClinician'), 'emergency-services')).status).toBe(201);
      await theCase.reaches('closed');
    },
    longMs,
  );

  const staffPages = (): number =>
    Object.values(world.heed.demo.organisation.staff).reduce((sum, { mobile }) => sum + arrivedAt(mobile), 0);
});

test('a page over which both vendors fell silent counts as one that may have reached nobody', async () => {
  const underTest = await createRecordsUnderTest();
  const cases = casesOnRecord(underTest.records, underTest.demo.organisation);
  const id = await cases.raised(cases.client(0));
  const order = { ...(await cases.order(id)), rung: 0, nextPersonAt: Date.now() };
  const written = messagesOf(await cases.transact((work) => openAskForDecision(work, stepTools, order)));
  const silent = written.map((message) => ({ id: message.id, result: { kind: 'unknown' } as const }));
  await cases.transact((work) => settlePage(work, order, silent));
  const { items } = await cases.transact((work) => readTimeline(work, cases.caller('supervisor'), id, { limit: 10 }));
  await underTest.stop();
  expect(items.at(-1)).toMatchObject({ kind: 'staff.not-reached', text: expect.stringMatching(/^Nobody knows/) });
});

describe('a vendor that answers later than anyone waits', () => {
  let late: World;
  beforeAll(async () => {
    late = await createWorld({ sandbox: { slowAnswerMs: 5_500 } });
  }, 60_000);
  afterAll(() => late?.stop());

  test(
    'took the message or not: it is looked up, sent again if it is not there, and arrives once',
    async () => {
      const [jo, ada] = [late.client(), late.client()];
      late.heed.sandbox.setFaults([
        { vendor: 'twilio', to: numberOf(jo).sms, times: 1, fault: 'slow' },
        { vendor: 'sendgrid', to: numberOf(jo).email, times: 1, fault: 'slow' },
        { vendor: 'twilio', to: numberOf(ada).sms, times: 1, fault: 'timeout' },
        { vendor: 'sendgrid', to: numberOf(ada).email, times: 1, fault: 'timeout' },
      ]);
      const dr = late.staff('practitioner');
      const cases = [await dr.raisesConcern(jo, 'significant'), await dr.raisesConcern(ada, 'significant')];
      for (const theCase of cases) await theCase.reaches('awaiting-client');
      await late.settle();

      const [ofJo, ofAda] = await Promise.all(cases.map((theCase) => messagesToClient(theCase.id)));
      expect(ofJo).toEqual([
        { channel: 'email', status: 'delivered', possibleDuplicate: false },
        { channel: 'sms', status: 'delivered', possibleDuplicate: false },
      ]);
      // Nobody can ask SendGrid what it has: the second one says that it may be a second one.
      expect(ofAda).toEqual([
        { channel: 'email', status: 'delivered', possibleDuplicate: true },
        { channel: 'sms', status: 'delivered', possibleDuplicate: false },
      ]);
      for (const client of [jo, ada]) {
        for (const to of [numberOf(client).sms, numberOf(client).email]) {
          expect(late.heed.sandbox.messages({ to })).toHaveLength(1);
        }
      }
    },
    longMs,
  );

  test(
    'a page that reads like the one before it is not taken for that one: the reminder goes out',
    async () => {
      const ben = late.client();
      const dr = late.staff('practitioner');
      const theCase = await dr.raisesConcern(ben, 'significant');
      await theCase.reaches('awaiting-client');
      await ben.answers({ gp: 'concern' });
      await dr.receivesSms(/waits for your decision/);
      const { mobile } = late.heed.demo.organisation.staff.practitioner;
      const pages = () => late.heed.sandbox.messages({ to: mobile }).map(({ text }) => text);
      expect(pages()).toHaveLength(1);

      late.heed.sandbox.setFaults([{ vendor: 'twilio', to: mobile, times: 1, fault: 'timeout' }]);
      await late.fastForward('PT6M');
      await until('the reminder arrives', () => pages().length === 2);
      expect(new Set(pages()).size).toBe(1);
    },
    longMs,
  );

  const messagesToClient = (caseId: string) =>
    late.heed.records.withOrganisation(late.heed.demo.organisation.id, new Date(), ({ db }) =>
      db.dispatch.findMany({
        where: { caseId, audience: 'client' },
        orderBy: { channel: 'asc' },
        select: { channel: true, status: true, possibleDuplicate: true },
      }),
    );
});
