import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSendGridGroups } from '../../activities/marketing-opt-out/sendgrid-groups';
import { createSignedWebhooks } from '../../activities/marketing-opt-out/signed-webhook';
import type { Sandbox } from '../../local/sandbox/create-sandbox';
import { sandboxGroup } from '../../local/sandbox/sendgrid/suppression-groups';
import type { ToTell } from '../../records/marketing/tell-list';
import { aPlatform } from '../support/marketing-on-record';
import { platformListening } from '../support/platform-listening';
import { until } from '../support/until';
import { faultsAgainstDocument } from '../support/webhooks-in-document';
import { createHeedDouble, type HeedDouble } from './heed-double';
import { createQuickSandbox, jsonOf, type MailData, putJson, sendgridAt, sendgridKey } from './sandbox-for-test';

/** Lists that keep addresses elsewhere, told by their real clients at the sandbox. domain.md §4 */

const { secret } = aPlatform;
let heed: HeedDouble;
let sandbox: Sandbox;
let now: Date;
beforeEach(async () => {
  now = new Date('2027-03-04T05:06:07Z');
  heed = await createHeedDouble();
  sandbox = await createQuickSandbox({
    heedUrl: heed.url,
    now: () => now,
    platform: { secret, token: async () => 'a-platforms-token' },
  });
});
afterEach(async () => {
  await sandbox.close();
  await heed.close();
});

const client = 'kim@mail.example';
const mobile = '+447700900123';
const group = { kind: 'sendgrid-group', groupId: sandboxGroup.id } as const;
const webhook = (): Extract<ToTell['target'], { kind: 'webhook' }> => ({
  kind: 'webhook',
  url: `${sandbox.url}/platform/opt-outs`,
  secret,
});
const toTell = (target: ToTell['target']): ToTell => ({
  optOutId: '01980000-0000-7000-8000-00000000000a',
  listId: '01980000-0000-7000-8000-00000000000b',
  target,
  addresses: [
    { channel: 'email', address: client },
    { channel: 'sms', address: mobile },
  ],
  receivedAt: new Date('2027-03-01T00:00:00Z'),
  dueAt: new Date('2027-03-08T00:00:00Z'),
  at: now,
});

describe('a SendGrid suppression group', () => {
  const tell = (target: { kind: 'sendgrid-group'; groupId: number } = group, apiKey = sendgridKey) =>
    createSendGridGroups({ apiKey, baseUrl: sandbox.url })(target, toTell(target));
  const members = async () =>
    jsonOf<string[]>(
      await fetch(`${sandbox.url}/v3/asm/groups/${sandboxGroup.id}/suppressions`, {
        headers: { authorization: `Bearer ${sendgridKey}` },
      }),
    );

  test('takes the email address, and no number, and is read back', async () => {
    expect(await tell()).toEqual({ kind: 'has-it' });
    expect(await members()).toEqual([client]);
  });

  test('told twice has it once', async () => {
    await tell();
    expect(await tell()).toEqual({ kind: 'has-it' });
    expect(await members()).toEqual([client]);
  });

  test('that is not there was not told', async () => {
    expect(await tell({ kind: 'sendgrid-group', groupId: 1 })).toEqual({ kind: 'not-told', because: '404' });
  });

  test('of another account was not told', async () => {
    expect(await tell(group, 'SG.another')).toEqual({ kind: 'not-told', because: '401' });
    expect(await members()).toEqual([]);
  });

  test.each(['429', '500'] as const)('that answers %s was not told, and is told the next time', async (fault) => {
    sandbox.setFaults([{ vendor: 'sendgrid', times: 1, fault }]);
    expect(await tell()).toEqual({ kind: 'not-told', because: fault });
    expect(await tell()).toEqual({ kind: 'has-it' });
  });

  test('of nobody who listens was not told', async () => {
    const nobody = createSendGridGroups({ apiKey: sendgridKey, baseUrl: 'http://127.0.0.1:1' });
    expect(await nobody(group, toTell(group))).toEqual({ kind: 'not-told', because: 'ECONNREFUSED' });
  });

  describe('whose member a mail goes to', () => {
    const mail = {
      to: client.toUpperCase(),
      from: 'news@heed.example',
      subject: 'News',
      text: 'What is new.',
      asm: { groupId: sandboxGroup.id },
    };
    const eventsAfter = async (changes: Partial<MailData> = {}) => {
      await sendgridAt(sandbox.url).send({ ...mail, ...changes } as MailData);
      await sandbox.settle();
      return heed.received.flatMap(({ body }) => JSON.parse(body.toString()) as { event: string; reason?: string }[]);
    };

    test('drops it, and says so', async () => {
      await tell();
      expect(await eventsAfter()).toMatchObject([{ event: 'dropped', reason: 'Unsubscribed Address' }]);
    });

    test('sends what passes by the unsubscribed', async () => {
      await tell();
      const events = await eventsAfter({ mailSettings: { bypassUnsubscribeManagement: { enable: true } } });
      expect(events.map(({ event }) => event)).toEqual(['processed', 'delivered']);
    });

    test('sends it to whoever is no member', async () => {
      expect((await eventsAfter()).map(({ event }) => event)).toEqual(['processed', 'delivered']);
    });
  });
});

test.each(['unsubscribe', 'group_unsubscribe', 'spamreport'])(
  'who gives SendGrid the word %s is reported to Heed',
  async (event) => {
    const mail = { to: client, from: 'news@heed.example', subject: 'News', text: 'What is new.' };
    const [response] = await sendgridAt(sandbox.url).send({ ...mail, customArgs: { dispatchId: 'd-1' } });
    const messageId = String(response.headers['x-message-id']);
    await sandbox.settle();
    heed.received.splice(0);
    expect((await putJson(`${sandbox.url}/sandbox/unsubscribes`, { messageId, event }, 'POST')).status).toBe(202);
    const told = heed.received.flatMap(({ body }) => JSON.parse(body.toString()) as object[]);
    expect(told).toMatchObject([{ event, email: client, dispatchId: 'd-1', sg_message_id: expect.any(String) }]);
  },
);

describe('a platform’s webhook', () => {
  const tell = (target = webhook(), targets: 'any' | 'public' = 'any') =>
    createSignedWebhooks({ targets, clock: () => now })(target, toTell(target));
  interface Heard {
    readonly heard: readonly { readonly id: string; readonly addresses: unknown }[];
  }
  const heard = async () => (await jsonOf<Heard>(await fetch(`${sandbox.url}/sandbox/platform`))).heard;

  test('is heard with its signature, and confirmed by a call that has the platform’s own token', async () => {
    expect(await tell()).toEqual({ kind: 'told' });
    await sandbox.settle();
    const { optOutId, listId, addresses } = toTell(group);
    expect(await heard()).toMatchObject([{ id: `${optOutId}/${listId}`, addresses }]);
    const [confirmation] = heed.received;
    expect(confirmation?.headers['authorization']).toBe('Bearer a-platforms-token');
    expect(confirmation?.path).toBe(`/v1/marketing/opt-outs/${optOutId}/confirmations`);
    expect(JSON.parse(confirmation?.body.toString() ?? '')).toEqual({ list: listId, confirmedAt: now.toISOString() });
  });

  test('is as the document for platforms describes it', async () => {
    const platform = await platformListening();
    expect(await tell({ ...webhook(), url: platform.url })).toEqual({ kind: 'told' });
    platform.stop();
    const [{ body, headers } = { body: '{}', headers: {} }] = platform.heard;
    expect(faultsAgainstDocument(JSON.parse(body), headers)).toEqual([]);
  });

  test('told again has the same id', async () => {
    await tell();
    now = new Date(now.getTime() + 60_000);
    await tell();
    expect(new Set((await heard()).map(({ id }) => id)).size).toBe(1);
    expect(await heard()).toHaveLength(2);
  });

  test('of a platform that is told not to is not confirmed', async () => {
    await putJson(`${sandbox.url}/sandbox/platform`, { confirms: false });
    await tell();
    await sandbox.settle();
    expect(await heard()).toHaveLength(1);
    expect(heed.received).toEqual([]);
  });

  test('signed with another secret, or long ago, was not told', async () => {
    const other = { ...webhook(), secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` };
    expect(await tell(other)).toEqual({ kind: 'not-told', because: '401' });
    const late = createSignedWebhooks({ targets: 'any', clock: () => new Date(now.getTime() - 6 * 60_000) });
    expect(await late(webhook(), toTell(webhook()))).toEqual({ kind: 'not-told', because: '401' });
    expect(await heard()).toEqual([]);
  });

  test('that leads elsewhere is not followed', async () => {
    const elsewhere = createServer((_request, response) => {
      response.writeHead(307, { location: `${sandbox.url}/platform/opt-outs` }).end();
    }).listen(0, '127.0.0.1');
    await until('it listens', () => elsewhere.listening);
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const told = await tell({ ...webhook(), url });
    await new Promise((closed) => elsewhere.close(closed));
    expect(told).toEqual({ kind: 'not-told', because: '307' });
    expect(await heard()).toEqual([]);
  });

  test('of nobody who listens was not told', async () => {
    expect(await tell({ ...webhook(), url: 'http://127.0.0.1:1/' })).toEqual({
      kind: 'not-told',
      because: 'ECONNREFUSED',
    });
  });

  test('on the inside is never reached where only public ones are', async () => {
    expect(await tell(webhook(), 'public')).toEqual({ kind: 'not-told', because: 'target-refused' });
    expect(await heard()).toEqual([]);
  });
});
