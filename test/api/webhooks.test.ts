import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import twilio from 'twilio';
import { signatureHeaders } from '../../local/sandbox/sendgrid/signing-key';
import { newId } from '../../records/ids';
import { isSuppressed } from '../../records/marketing/suppressions';
import { credentials, privateKey } from '../local/sandbox-for-test';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { agrees } from '../support/case-on-record';
import { agreesToNews, comesTo, ordered } from '../support/marketing-messages-on-record';
import { registerByApi } from '../support/newcomers-by-api';
import { policyOfTests, savePolicyOf } from '../support/save-policy';

/** What vendors report. A forged report is 403, a repeated one 200 and no change. contract.md §7 */

let api: ApiUnderTest;
/** A contact who was told by SMS, and a GP by email; the vendor has taken both messages. */
let sms: { readonly id: string; readonly to: string };
let email: { readonly id: string };

beforeAll(async () => {
  api = await createApiUnderTest();
  await savePolicyOf(api.records, api.demo.organisation, policyOfTests);
  const caseId = await api.cases.raised(api.cases.client(0));
  await api.cases.clientAnswers(caseId, agrees('contact-1'), agrees('gp'));
  await api.cases.proceeds(caseId, 'contact-1', 'gp');
  sms = await api.cases.told(caseId, 'contact-1', 'sms', 'SM1');
  email = await api.cases.told(caseId, 'gp', 'email', 'SG1');
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const statusOf = async ({ id }: { readonly id: string }): Promise<unknown> =>
  (await api.asOwner<{ status: string }>('SELECT status FROM dispatches WHERE id = $1', [id]))[0]?.status;

async function refused(asking: () => Promise<Reply>): Promise<void> {
  const before = await api.onRecord();
  expect(await asking()).toMatchObject({ status: 403, body: { type: 'urn:heed:problem:forbidden' } });
  expect(await api.onRecord()).toEqual(before);
}

/** What was reported so far of messages that are not known here. */
async function unknownOf(vendor: 'twilio' | 'sendgrid'): Promise<number> {
  const metric = await api.registry.getSingleMetric('heed_vendor_reports_unknown_total')?.get();
  return metric?.values.find(({ labels }) => labels['vendor'] === vendor)?.value ?? 0;
}

async function takenWithoutChange(asking: () => Promise<Reply>): Promise<void> {
  const before = await api.onRecord();
  expect((await asking()).status).toBe(200);
  expect(await api.onRecord()).toEqual(before);
}

describe('Twilio', () => {
  const form = (MessageStatus: string) => ({ MessageSid: 'SM1', MessageStatus, From: '+447700900499', To: sms.to });
  const statusPath = (organisation = api.demo.organisation.id, dispatch = sms.id): string =>
    `/webhooks/twilio/status?organisation=${organisation}&dispatch=${dispatch}`;
  const inbound = (text: string, MessageSid = 'SM-in', From = sms.to) => ({
    MessageSid,
    From,
    To: '+447700900499',
    Body: text,
  });
  const inboundPath = '/webhooks/twilio/inbound';

  interface Changed {
    readonly authToken?: string;
    readonly signedPath?: string;
    readonly signature?: string | null;
    readonly signedForm?: Record<string, string>;
  }
  /** Signed as Twilio does, but for these changes. */
  function post(path: string, fields: Record<string, string>, changed: Changed = {}): Promise<Reply> {
    const { authToken = credentials.authToken, signedPath = path, signedForm = fields } = changed;
    const own = twilio.getExpectedTwilioSignature(authToken, api.url + signedPath, signedForm);
    const signature = changed.signature === undefined ? own : changed.signature;
    const headers: Record<string, string> = signature === null ? {} : { 'x-twilio-signature': signature };
    return api.call(null, 'POST', path, new URLSearchParams(fields), headers);
  }

  const forgeries: readonly (readonly [string, () => Changed])[] = [
    ['signed with another token', () => ({ authToken: 'not-twilio' })],
    ['not signed', () => ({ signature: null })],
    ['signed with nothing', () => ({ signature: '' })],
    ['signed with noise', () => ({ signature: 'bm9pc2U=' })],
    ['signed for another message', () => ({ signedPath: statusPath(undefined, newId()) })],
    ['signed for another status', () => ({ signedForm: form('sent') })],
  ];
  test.each(forgeries)('a status that is %s is 403', (_how, changed) =>
    refused(() => post(statusPath(), form('delivered'), changed())),
  );
  test.each(forgeries)('an SMS that is %s is 403', (_how, changed) =>
    refused(() => post(inboundPath, inbound('1'), changed())),
  );

  test('a status is taken; told again it changes nothing; an earlier one neither', async () => {
    expect((await post(statusPath(), form('delivered'))).status).toBe(200);
    expect(await statusOf(sms)).toBe('delivered');
    await takenWithoutChange(() => post(statusPath(), form('delivered')));
    await takenWithoutChange(() => post(statusPath(), form('sent')));
  });

  test.each([
    ['a message nobody knows', () => statusPath(undefined, newId())],
    ['our message under another organisation’s name', () => statusPath(api.demo.otherOrganisation.id)],
    ['an organisation nobody knows', () => statusPath(newId())],
    ['ids that are none', () => '/webhooks/twilio/status?organisation=1&dispatch=2'],
    ['no ids', () => '/webhooks/twilio/status'],
  ])('a status of %s is answered and counted, and changes nothing', async (_which, path) => {
    const before = await unknownOf('twilio');
    await takenWithoutChange(() => post(path(), form('failed')));
    expect(await unknownOf('twilio')).toBe(before + 1);
  });

  test('a status that says nothing we know is answered, and changes nothing', () =>
    takenWithoutChange(() => post(statusPath(), form('pondering'))));

  test('an SMS to a number of nobody is answered with nothing', async () => {
    const fields = { ...inbound('1', 'SM-nobody'), To: '+447700900497' };
    const before = await api.onRecord();
    const reply = await post(inboundPath, fields);
    expect(reply).toMatchObject({ status: 200 });
    expect(reply.text).not.toContain('<Message>');
    expect(await api.onRecord()).toEqual(before);
  });

  test('a repeated SMS is answered in the same words, and changes nothing', async () => {
    const first = await post(inboundPath, inbound('0', 'SM-repeated'));
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toMatch(/^text\/xml/);
    expect(first.text).toMatch(/<Message>.*thank you/);
    const before = await api.onRecord();
    expect(await post(inboundPath, inbound('0', 'SM-repeated'))).toMatchObject({ status: 200, text: first.text });
    expect(await api.onRecord()).toEqual(before);
  });

  test('an SMS that comes several times at once is taken once, and each time answered', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => post(inboundPath, inbound('Who is this?', 'SM-at-once'))),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const kept = await api.asOwner(`SELECT FROM inbound_messages WHERE vendor_id = 'SM-at-once'`);
    expect(kept).toHaveLength(1);
    const told = await api.asOwner(`SELECT FROM timeline_entries WHERE kind = 'reply.received'`);
    expect(told).toHaveLength(1);
  });

  describe('pictures that come by SMS', () => {
    test.each([
      ['alone', '+447700900499', '', []],
      ['beside a word that opts out of marketing', '+447700900498', 'STOP', ['inbound-sms']],
    ])('%s are read by a person', async (_how, To, text, optsOut) => {
      const from = `+44770090${To.slice(-4)}`;
      const fields = { ...inbound(text, `SM-pictures${To}`, from), To, NumMedia: '2' };
      expect((await post(inboundPath, fields)).text).toMatch(/<Message>.*call us/i);
      const { body } = await api.call('dutyClinician', 'GET', '/v1/inbound-messages?limit=1');
      expect(body['items']).toMatchObject([{ channel: 'sms', automatic: false, from, text, attachments: 2 }]);
      const found = await api.asOwner<{ source: string }>('SELECT source FROM opt_outs');
      expect(found.map(({ source }) => source)).toEqual(optsOut);
    });

    test('of somebody who was told in an open case go to its owner', async () => {
      await post(inboundPath, { ...inbound('Look', 'SM-picture'), NumMedia: '1' });
      const caseIds = await api.asOwner<{ case_id: string }>(
        `SELECT case_id FROM inbound_messages WHERE vendor_id = 'SM-picture'`,
      );
      const timeline = `/v1/urgent-care/cases/${caseIds[0]?.case_id}/timeline?limit=100`;
      expect((await api.call('supervisor', 'GET', timeline)).text).toContain(
        'They wrote: Look (with 1 pictures or files',
      );
    });
  });
});

describe('SendGrid', () => {
  const minute = 60_000;
  const path = '/webhooks/sendgrid/events';
  const events = (...names: readonly string[]): string =>
    JSON.stringify(
      names.map((event) => ({
        event,
        email: 'surgery@example.org',
        sg_message_id: 'SG1.filter',
        sg_event_id: event,
        dispatchId: email.id,
        organisationId: api.demo.organisation.id,
      })),
    );

  interface Changed {
    readonly key?: KeyObject;
    readonly at?: Date;
    readonly signed?: string;
    readonly headers?: Record<string, string>;
  }
  /** Signed as SendGrid does, but for these changes. */
  function post(
    body: string,
    { key = privateKey, at = new Date(), signed = body, headers }: Changed = {},
  ): Promise<Reply> {
    const own = signatureHeaders(key, at, Buffer.from(signed));
    return api.call(null, 'POST', path, body, { 'content-type': 'application/json', ...own, ...headers });
  }
  const ago = (ms: number): Date => new Date(Date.now() - ms);
  const timestamp = 'x-twilio-email-event-webhook-timestamp';
  const signature = 'x-twilio-email-event-webhook-signature';

  const forgeries: readonly (readonly [string, () => Changed])[] = [
    ['signed with another key', () => ({ key: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey })],
    ['signed over another body', () => ({ signed: events('processed') })],
    ['signed at another time', () => ({ headers: { [timestamp]: String(Math.floor(Date.now() / 1_000) - 5) } })],
    ['not signed', () => ({ headers: { [signature]: '' } })],
    ['signed with noise', () => ({ headers: { [signature]: 'bm9pc2U=' } })],
    ['signed eleven minutes ago', () => ({ at: ago(11 * minute) })],
    ['signed eleven minutes from now', () => ({ at: ago(-11 * minute) })],
  ];
  test.each(['unsubscribe', 'group_unsubscribe', 'spamreport'])(
    'an event %s of somebody who was sent marketing is their opt-out; told again it is one',
    async (event) => {
      const { clientId } = await registerByApi(api);
      const message = await api.cases.transact(async (work) => {
        await agreesToNews(work, clientId, { topic: event });
        return comesTo(work, await ordered(work, api.cases.caller('admin'), event), clientId);
      });
      if (message.kind !== 'to-send') throw new Error('No marketing was written.');
      const told = JSON.stringify([
        {
          event,
          email: message.outgoing.to,
          timestamp: Math.floor(Date.now() / 1_000),
          dispatchId: message.outgoing.id,
          organisationId: api.demo.organisation.id,
        },
      ]);
      const suppressed = () => api.cases.transact((work) => isSuppressed(work, 'email', message.outgoing.to));
      expect(await suppressed()).toBe(false);
      expect((await post(told)).status).toBe(200);
      expect(await suppressed()).toBe(true);
      await takenWithoutChange(() => post(told));
    },
  );

  test.each(forgeries)('events that are %s are 403', (_how, changed) =>
    refused(() => post(events('delivered'), changed())),
  );

  test('events signed at no time at all are 403', () =>
    refused(() => post(events('delivered'), { at: new Date(Number.NaN) })));

  test('events are taken, told again they change nothing', async () => {
    expect((await post(events('processed', 'delivered'), { at: ago(9 * minute) })).status).toBe(200);
    expect(await statusOf(email)).toBe('delivered');
    await takenWithoutChange(() => post(events('processed', 'delivered')));
    await takenWithoutChange(() => post(events('deferred')));
  });

  test('the time that counts is Heed’s own, also where it runs ahead', async () => {
    api.setClock({ ms: 60 * minute });
    await refused(() => post(events('open')));
    expect((await post(events('open'), { at: ago(-60 * minute) })).status).toBe(200);
    expect(await statusOf(email)).toBe('opened');
  });

  test.each([
    ['that are no JSON', '[{"event":'],
    ['that are no list', '{"event":"delivered"}'],
    ['of messages that are not ours', '[{"event":"bounce","email":"a@example.org"}]'],
    ['that we know nothing of', '[{"event":"group_unsubscribe"}]'],
    ['that are no objects', '[null, 7, "delivered"]'],
    ['of nothing', '[]'],
  ])('events %s are answered, and change nothing', (_which, body) => takenWithoutChange(() => post(body)));

  test('those of messages that are not ours are counted, and ours are not', async () => {
    const before = await unknownOf('sendgrid');
    const unknown = { event: 'delivered', dispatchId: newId(), organisationId: api.demo.organisation.id };
    await post(JSON.stringify([unknown, { event: 'bounce', email: 'a@example.org' }, ...JSON.parse(events('open'))]));
    expect(await unknownOf('sendgrid')).toBe(before + 2);
  });

  test('one that is not ours does not keep the others from being taken', async () => {
    const [ours] = JSON.parse(events('bounce')) as unknown[];
    const opened = await statusOf(email);
    const theirs = { event: 'delivered', dispatchId: email.id, organisationId: api.demo.otherOrganisation.id };
    await takenWithoutChange(() => post(JSON.stringify([{ event: 'x' }, theirs, ours])));
    // It was opened before: it has not failed.
    expect(await statusOf(email)).toBe(opened);
  });
});
