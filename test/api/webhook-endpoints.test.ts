import { newId } from '../../records/ids';
import {
  clearSettledDeliveries,
  failsForMs,
  leaseDueDeliveries,
  settleDelivery,
  waitsMs,
} from '../../records/platform-events/relay';
import { tellPlatforms } from '../../records/platform-events/tell-platforms';
import { createLog } from '../../runtime/log';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { erasureCarriedOut, erasureOrdered } from '../support/erased-on-record';
import { dayMs, hourMs } from '../support/marketing-by-api';
import { registerByApi } from '../support/newcomers-by-api';
import { answersWith, isSignedBy, platformListening, takes } from '../support/platform-listening';
import { until } from '../support/until';
import { webhooksByApi } from '../support/webhooks-by-api';

/** What platforms are told of, by webhooks after Standard Webhooks. docs/adr/0028 */

const story = webhooksByApi();
const { deliveries, endpoint, happens, listens, path, relays, resend, timePasses } = story;
const statusesHeard = () => story.platform.heard.map(({ data }) => data['status']);

describe('a platform hears', () => {
  test('where a case stands, signed so that the official library verifies it, and nothing else of it', async () => {
    const { secret } = await listens();
    const client = story.api.cases.client(1);
    const caseId = await story.api.cases.raised(client);
    await relays();
    const [heard] = story.platform.heard;
    if (!heard) throw new Error('The platform heard nothing.');
    expect(isSignedBy(secret, heard)).toBe(true);
    expect(heard.headers['content-type']).toBe('application/json');
    expect(JSON.parse(heard.body)).toEqual({
      type: 'case.status-changed',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { caseId, clientId: client.id, status: 'queued' },
    });
  });

  test('of a sign-up, its opt-out, and the beginning and the end of an enrolment', async () => {
    await listens(['sign-up.status-changed', 'opt-out.recorded', 'enrolment.started', 'enrolment.ended']);
    const { clientId } = await registerByApi(story.api);
    await story.api.call('platform', 'POST', '/v1/marketing/opt-outs', { clientId, source: 'phone' });
    const { id: enrolledId } = story.api.cases.client(2);
    const [treated] = await story.api.asOwner<{ practitioner_id: string }>(
      'SELECT practitioner_id FROM clients WHERE id = $1',
      [enrolledId],
    );
    const startedAt = new Date(Date.now() - hourMs).toISOString();
    const enrolment = { clientId: enrolledId, practitionerId: treated?.practitioner_id, startedAt };
    const { body } = await story.api.call('platform', 'POST', '/v1/enrolments', enrolment);
    const ended = { endedAt: new Date(Date.now() - 1_000).toISOString(), reason: 'The course is over.' };
    await story.api.call('platform', 'POST', `/v1/enrolments/${String(body['id'])}/end`, ended);
    await relays();
    await relays();
    const heard = new Map(story.platform.heard.map(({ type, data }) => [type, data]));
    expect(heard.get('sign-up.status-changed')).toMatchObject({ clientId, status: 'awaiting-consent-form' });
    expect(heard.get('opt-out.recorded')).toMatchObject({ clientId, channels: ['email', 'sms'] });
    expect(heard.get('enrolment.started')).toMatchObject({ clientId: enrolledId, startedAt });
    expect(heard.get('enrolment.ended')).toEqual({
      enrolmentId: body['id'],
      clientId: enrolledId,
      endedAt: ended.endedAt,
    });
    expect(story.platform.heard).toHaveLength(4);
  });

  test('of an erasure, so that it erases the same', async () => {
    await listens(['erasure.completed']);
    const { id: clientId } = await story.api.cases.newClient();
    const order = await erasureOrdered(story.api.cases, clientId);
    await erasureCarriedOut(story.api.records, order);
    await relays();
    expect(story.platform.heard).toMatchObject([
      { type: 'erasure.completed', data: { erasureId: order.erasureId, clientId, status: 'done' } },
    ]);
    expect(story.platform.heard[0]?.data['erased']).toContain('account');
  });

  test('nothing of other types, nothing of before it listened, and nothing after it was removed', async () => {
    await happens('queued');
    const { id } = await listens(['enrolment.ended']);
    await happens('queued');
    const other = await listens();
    await happens('deciding');
    expect((await story.api.call('admin', 'DELETE', `${path}/${other.id}`)).status).toBe(200);
    await happens('disclosing');
    await relays();
    expect(story.platform.heard).toEqual([]);
    expect(await deliveries(id)).toEqual([]);
    expect((await story.api.call('admin', 'DELETE', `${path}/${other.id}`)).status).toBe(404);
  });

  test('nothing of what was not recorded after all', async () => {
    const { id } = await listens();
    const failed = story.api.cases.transact(async (work) => {
      const caseId = newId();
      const told = { caseId, clientId: story.api.cases.client(0).id, status: 'queued' } as const;
      await tellPlatforms(work, 'case.status-changed', caseId, told);
      throw new Error('The fact was refused.');
    });
    await expect(failed).rejects.toThrow('The fact was refused.');
    expect(await deliveries(id)).toEqual([]);
  });
});

describe('what a platform does not take', () => {
  test('holds up its own case, and no other', async () => {
    await listens();
    const caseId = newId();
    story.platform.answers((heard, response) =>
      (heard.data['caseId'] === caseId ? answersWith(500) : takes)(heard, response),
    );
    await happens('queued', caseId);
    await happens('deciding', caseId);
    await happens('disclosing');
    await relays();
    await relays();
    expect(statusesHeard()).toEqual(expect.arrayContaining(['queued', 'disclosing']));
    expect(story.platform.heard).toHaveLength(2);

    story.platform.answers(takes);
    await timePasses();
    await relays();
    await relays();
    expect(statusesHeard().slice(2)).toEqual(['queued', 'deciding']);
  });

  test.each(waitsMs.map((waitMs, failed) => [failed + 1, waitMs]))(
    'comes again: after try %i in %i milliseconds',
    async (attempt, waitMs) => {
      const { id } = await listens();
      story.platform.answers(answersWith(503));
      await happens('queued');
      await story.api.asOwner('UPDATE webhook_deliveries SET attempts = $1', [attempt - 1]);
      await relays();
      const [row] = await story.api.asOwner<{ ms: number }>(
        'SELECT (extract(epoch FROM due_at - now()) * 1000)::float8 AS ms FROM webhook_deliveries',
      );
      expect(Math.abs((row?.ms ?? 0) - waitMs)).toBeLessThan(4_000);
      expect(await deliveries(id)).toMatchObject([{ status: 'waiting', attempts: attempt, lastError: '503' }]);
    },
  );

  test('is a dead letter after the tenth try; what is behind it goes on, and it can be sent again under its id', async () => {
    const { id } = await listens();
    const caseId = newId();
    await happens('queued', caseId);
    await happens('deciding', caseId);
    await story.api.asOwner(`UPDATE webhook_deliveries SET attempts = $1 WHERE data->>'status' = 'queued'`, [
      waitsMs.length,
    ]);
    story.platform.answers(answersWith(500));
    await relays();
    story.platform.answers(takes);
    await relays();
    expect(statusesHeard()).toEqual(['queued', 'deciding']);
    const [dead, none] = await deliveries(id, 'dead');
    expect([dead, none]).toMatchObject([{ subjectId: caseId, attempts: 10, lastError: '500' }, undefined]);

    expect(await resend(id, dead?.['id'])).toMatchObject({ status: 202, body: { status: 'waiting', attempts: 0 } });
    await relays();
    expect(story.platform.heard[2]?.id).toBe(story.platform.heard[0]?.id);
    expect(await deliveries(id, 'dead')).toEqual([]);
    expect(await deliveries(id, 'delivered')).toHaveLength(2);
  });

  test('of nobody who listens is on record by the name of the error', async () => {
    const { id } = await listens(undefined, 'http://127.0.0.1:1/');
    await happens('queued');
    await relays();
    expect(await deliveries(id)).toMatchObject([{ status: 'waiting', lastError: 'ECONNREFUSED' }]);
  });

  test('since it only leads elsewhere is not taken, and nobody goes there', async () => {
    const { id } = await listens();
    const elsewhere = await platformListening();
    story.platform.answers((_heard, response) => response.writeHead(307, { location: elsewhere.url }).end());
    await happens('queued');
    await relays();
    elsewhere.stop();
    expect(elsewhere.heard).toEqual([]);
    expect(await deliveries(id)).toMatchObject([{ lastError: '307' }]);
  });

  test('when it hangs keeps no other platform from hearing', async () => {
    const { id: slow } = await listens();
    const other = await platformListening();
    const { id: quick } = await listens(undefined, other.url);
    let letGo = (): void => undefined;
    story.platform.answers((heard, response) => {
      letGo = () => takes(heard, response);
    });
    const relay = story.relayWith(story.api.records);
    await happens('queued');
    await relay.turn();
    await until('the quick one has heard', () => other.heard.length === 1);
    await happens('deciding');
    await until('the quick one has heard again', async () => {
      await relay.turn();
      return other.heard.length === 2;
    });
    expect(statusesHeard()).toEqual(['queued']);
    letGo();
    await relay.quiet();
    other.stop();
    expect(await deliveries(slow, 'delivered')).toHaveLength(1);
    expect(await deliveries(quick, 'delivered')).toHaveLength(2);
  });
});

test('of an answer without end the status is read, and the rest is cut off', async () => {
  const { id } = await listens();
  let cutOff = false;
  story.platform.answers((_heard, response) => {
    response.writeHead(200).on('close', () => {
      cutOff = true;
    });
    const goOn = (): void => {
      if (!cutOff && response.write('x'.repeat(4_096))) setImmediate(goOn);
      else if (!cutOff) response.once('drain', goOn);
    };
    goOn();
  });
  await happens('queued');
  await relays();
  await until('it is cut off', () => cutOff);
  expect(await deliveries(id)).toMatchObject([{ status: 'delivered' }]);
});

describe('a relay that dies between sending and recording it', () => {
  /** Commits what is to be sent, and then never anything more. */
  const dyingRecords = () => {
    let opened = 0;
    return {
      ...story.api.records,
      withOrganisation: ((...asked) => {
        opened += 1;
        if (opened > 1) return Promise.reject(new Error('Killed.'));
        return story.api.records.withOrganisation(...asked);
      }) as typeof story.api.records.withOrganisation,
    };
  };

  test('is waited for as long as another of its round is under way', async () => {
    await listens();
    await happens('queued');
    await happens('queued');
    let letGo = (): void => undefined;
    story.platform.answers((heard, response) => {
      letGo = () => takes(heard, response);
    });
    // The first is opened, the second one not, and nothing is recorded of either.
    const lines: string[] = [];
    const log = createLog('test', 'trace', { write: (line) => void lines.push(line) });
    const relay = story.relayWith(dyingRecords(), log);
    await relay.turn();
    await until('one of them is heard', () => story.platform.heard.length === 1);
    let isQuiet = false;
    const quiet = relay.quiet().then(() => {
      isQuiet = true;
    });
    await until('the other has failed', () => lines.some((line) => line.includes('will be sent again')));
    expect(isQuiet).toBe(false);
    letGo();
    await quiet;
  });

  test('has it sent twice, under one id, and never lost', async () => {
    const { id } = await listens();
    await happens('queued');
    const dying = story.relayWith(dyingRecords());
    await dying.turn();
    await dying.quiet();
    expect(story.platform.heard).toHaveLength(1);
    await relays();
    expect(story.platform.heard).toHaveLength(1);

    await timePasses();
    await relays();
    expect(new Set(story.platform.heard.map((heard) => heard.id)).size).toBe(1);
    expect(story.platform.heard).toHaveLength(2);
    expect(await deliveries(id)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  test('and wakes up later changes nothing of what another has recorded', async () => {
    const { id } = await listens();
    await happens('queued');
    // Other endpoints may be due besides.
    const terms = { leaseMs: 30_000, mostEndpoints: 1_000, mostOfEach: 1, except: [] };
    const leased = await leaseDueDeliveries(story.api.records, terms);
    const stopped = leased.find(({ endpointId }) => endpointId === id);
    if (!stopped) throw new Error('Nothing was due.');
    await timePasses();
    await leaseDueDeliveries(story.api.records, terms);
    await story.api.cases.transact((work) => settleDelivery(work, stopped, { because: '500' }));
    await story.api.cases.transact((work) => settleDelivery(work, stopped, 'taken'));
    expect(await deliveries(id)).toMatchObject([{ status: 'waiting', attempts: 2, lastError: null }]);
  });
});

test('several relays at once send each event once, and those of a case in their order', async () => {
  await listens();
  const caseIds = Array.from({ length: 10 }, newId);
  const statuses = ['queued', 'deciding', 'disclosing'] as const;
  for (const status of statuses) for (const caseId of caseIds) await happens(status, caseId);
  const several = [1, 2, 3].map(() => story.relayWith(story.api.records));
  await until('all is heard', async () => {
    await Promise.all(several.map((relay) => relay.turn()));
    await Promise.all(several.map((relay) => relay.quiet()));
    return story.platform.heard.length >= 30;
  });
  for (const caseId of caseIds) {
    const heard = story.platform.heard.filter(({ data }) => data['caseId'] === caseId);
    expect(heard.map(({ data }) => data['status'])).toEqual(statuses);
  }
});

describe('an endpoint', () => {
  const noticesOf = (id: string) =>
    story.api.asOwner('SELECT FROM outbox_entries WHERE starts_with(workflow_id, $1)', [
      `staff-notice/webhook-endpoint-disabled/${id}`,
    ]);

  test('that is gone is disabled, and admin is told; what it missed waits among its dead letters', async () => {
    const { id } = await listens();
    story.platform.answers(answersWith(410));
    await happens('queued');
    await relays();
    expect(await endpoint(id)).toMatchObject({ disabled: { because: 'gone' } });
    expect(await noticesOf(id)).toHaveLength(1);
    await happens('deciding');
    await relays();
    expect(story.platform.heard).toHaveLength(1);
    expect(await deliveries(id, 'dead')).toMatchObject([{ lastError: 'endpoint-disabled' }, { lastError: '410' }]);

    story.platform.answers(takes);
    const [missed] = await deliveries(id, 'dead');
    await resend(id, missed?.['id']);
    await relays();
    expect(statusesHeard()).toEqual(['queued', 'deciding']);
    expect(await endpoint(id)).toMatchObject({ disabled: null, failingSince: null });
  });

  test('that fails for five days is disabled; one that took something meanwhile is not', async () => {
    const { id } = await listens();
    story.platform.answers(answersWith(500));
    await happens('queued');
    await relays();
    expect(await endpoint(id)).toMatchObject({ disabled: null, failingSince: expect.any(String) });
    const failingFor = (ms: number) =>
      story.api.asOwner('UPDATE webhook_endpoints SET failing_since = $1 WHERE id = $2', [
        new Date(Date.now() - ms),
        id,
      ]);

    await failingFor(failsForMs - hourMs);
    await timePasses();
    await relays();
    expect(await endpoint(id)).toMatchObject({ disabled: null });
    await failingFor(failsForMs + 1_000);
    await timePasses();
    await relays();
    expect(await endpoint(id)).toMatchObject({ disabled: { because: 'failing' } });
    expect(await deliveries(id, 'dead')).toHaveLength(1);
    expect(await noticesOf(id)).toHaveLength(1);
  });

  test.each([
    ['a moment less than a day ago, verify by either', -dayMs + 60_000, true],
    ['a day ago, verify by the new one alone', -dayMs, false],
  ])('has a new secret: events, when it was made %s', async (_when, ms, byOld) => {
    const { id, secret: old } = await listens();
    story.api.setClock({ ms });
    const rotated = await story.api.call('admin', 'POST', `${path}/${id}/secret-rotations`);
    story.api.setClock({ ms: 0 });
    await happens('queued');
    await relays();
    const [heard] = story.platform.heard;
    const secret = String(rotated.body['secret']);
    expect(heard && [isSignedBy(secret, heard), isSignedBy(old, heard)]).toEqual([true, byOld]);
  });

  test('shows its secrets once each, and keeps them sealed', async () => {
    const { id, secret } = await listens();
    const shown = await story.api.call('admin', 'GET', path);
    expect(shown.body['items']).toMatchObject([{ id, url: story.platform.url }]);
    expect(shown.text + (await story.api.call('platform', 'GET', `${path}/${id}`)).text).not.toContain(secret);
    const rows = await story.api.asOwner('SELECT t::text FROM webhook_endpoints t');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('hex'));
  });

  test('is added, given a new secret and removed by admin alone; a platform sees how it stands', async () => {
    const { id } = await listens();
    const asked = { url: story.platform.url, eventTypes: ['enrolment.ended'] };
    for (const who of ['platform', 'practitioner', 'dpo', 'supervisor'] as const) {
      expect((await story.api.call(who, 'POST', path, asked)).status).toBe(403);
      expect((await story.api.call(who, 'POST', `${path}/${id}/secret-rotations`)).status).toBe(403);
      expect((await story.api.call(who, 'DELETE', `${path}/${id}`)).status).toBe(403);
    }
    expect((await story.api.call('platform', 'GET', `${path}/${id}`)).status).toBe(200);
    expect((await story.api.call('dpo', 'GET', `${path}/${id}/deliveries`)).status).toBe(403);
  });

  test('of another organisation is not there', async () => {
    const { id } = await listens();
    await happens('queued');
    const [delivery] = await deliveries(id);
    const elsewhere = story.api.tokenWith({
      subject: story.api.demo.otherOrganisation.staff.admin.id,
      organisation: story.api.demo.otherOrganisation.id,
      roles: ['admin'],
    });
    const asked: readonly (readonly [string, string])[] = [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/secret-rotations'],
      ['GET', '/deliveries'],
      ['POST', `/deliveries/${String(delivery?.['id'])}/resend`],
    ];
    for (const [method, below] of asked) {
      expect((await story.api.call(elsewhere, method, `${path}/${id}${below}`)).status).toBe(404);
    }
  });

  test.each([
    ['at no address', { url: 'heed' }, 'url'],
    ['with a password in the address', { url: 'https://a:b@c.example/' }, 'url'],
    ['without types', { eventTypes: [] }, 'eventTypes'],
    ['with a type twice', { eventTypes: ['enrolment.ended', 'enrolment.ended'] }, 'eventTypes'],
    ['with a type that there is not', { eventTypes: ['client.told-all'] }, 'eventTypes/0'],
  ])('%s is refused, and what is wrong is named', async (_what, changes, where) => {
    const body = { url: story.platform.url, eventTypes: ['enrolment.ended'], ...changes };
    const reply = await story.api.call('admin', 'POST', path, body);
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: where }] } });
  });
});

describe('where only public addresses may be told', () => {
  let inProduction: ApiUnderTest;
  beforeAll(async () => {
    inProduction = await createApiUnderTest({ targets: 'public' });
  });
  afterAll(() => inProduction?.stop());

  test.each([
    'http://hooks.platform.co.uk/heed',
    'https://10.0.0.7/heed',
    'https://127.0.0.1/heed',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/heed',
    'https://[fc00::7]/heed',
    'https://[::ffff:10.0.0.7]/heed',
    'https://2130706433/heed',
    'https://0177.1/heed',
    'https://localhost./heed',
    'https://postgres:5432/',
  ])('%s is no endpoint', async (url) => {
    const reply = await inProduction.call('admin', 'POST', path, { url, eventTypes: ['enrolment.ended'] });
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: 'url' }] } });
  });

  test('a public address is one', async () => {
    const asked = { url: 'https://hooks.platform.co.uk/heed', eventTypes: ['enrolment.ended'] };
    expect((await inProduction.call('admin', 'POST', path, asked)).status).toBe(201);
  });
});

test('what was settled thirty days ago is cleared away, and what waits is not', async () => {
  const { id } = await listens();
  await happens('queued');
  await relays();
  await happens('deciding');
  expect(await clearSettledDeliveries(story.api.records, 30 * dayMs)).toBe(0);
  await story.api.asOwner(`UPDATE webhook_deliveries SET delivered_at = now() - interval '31 days'
    WHERE delivered_at IS NOT NULL`);
  expect(await clearSettledDeliveries(story.api.records, 30 * dayMs)).toBe(1);
  expect(await deliveries(id)).toMatchObject([{ status: 'waiting' }]);
});
