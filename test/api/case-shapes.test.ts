import { recordMessageStatus } from '../../records/urgent-care/record-message-status';
import { closeCase } from '../../records/urgent-care/steps/aftercare';
import { openAskForOutcome } from '../../records/urgent-care/steps/page-staff';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { agrees, refuses, stepTools } from '../support/case-on-record';
import { policyOfTests, savePolicyOf } from '../support/save-policy';

/** Cases as callers read them. contract.md §3 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
  await savePolicyOf(api.records, api.demo.organisation, policyOfTests);
});
afterAll(() => api?.stop());

const cases = '/v1/urgent-care/cases';
const uuid7 = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
const concernAbout = (clientId: string, immediacy = 'significant') => ({
  clientId,
  concern: 'Said goodbye in an odd way at the end of the session.',
  immediacy,
  clientFirst: { kind: 'inform' },
  doneSoFar: 'Called twice.',
});
const raise = (clientId: string, immediacy?: string): Promise<Reply> =>
  api.call('practitioner', 'POST', cases, concernAbout(clientId, immediacy));
const read = async (id: string) => (await api.call('supervisor', 'GET', `${cases}/${id}`)).body;
const post = (id: string, path: string, body: object): Promise<Reply> =>
  api.call('practitioner', 'POST', `${cases}/${id}/${path}`, body);
const newClient = async (): Promise<string> => (await api.cases.newClient()).id;
/** A case that waits for a decision, after the client gave these answers. */
async function answeredCase(...answers: readonly ReturnType<typeof agrees>[]): Promise<string> {
  const id = String((await raise(await newClient())).body['id']);
  await api.cases.clientAnswers(id, ...answers);
  return id;
}

test('a list or a story is asked for by what the contract names, and by nothing else', async () => {
  const id = String((await raise(await newClient())).body['id']);
  for (const path of [cases, `${cases}/${id}/timeline`, `${cases}/${id}/messages`]) {
    expect(await api.call('supervisor', 'GET', `${path}?limit=1`)).toMatchObject({ status: 200 });
    const reply = await api.call('supervisor', 'GET', `${path}?concern=allotment`);
    expect(reply).toMatchObject({ status: 422, body: { detail: expect.stringContaining('concern') } });
  }
});

describe('a concern that is raised', () => {
  test('is answered with where its case is', async () => {
    const reply = await raise(await newClient());
    expect(reply).toMatchObject({ status: 202, body: { status: 'queued', joined: false } });
    expect(reply.body).toEqual({ id: uuid7, status: 'queued', joined: false });
    expect(reply.headers.get('location')).toBe(`${cases}/${String(reply.body['id'])}`);
  });

  test('joins the open case about the same client, which hears of it', async () => {
    const clientId = await newClient();
    const first = await raise(clientId);
    const second = await raise(clientId);
    expect(second).toMatchObject({ status: 202, body: { id: first.body['id'], status: 'queued', joined: true } });
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    const timeline = await api.call('supervisor', 'GET', `${cases}/${String(first.body['id'])}/timeline`);
    expect(timeline.body['items']).toMatchObject([{ kind: 'concern.raised' }, { kind: 'concern.raised-again' }]);
  });

  test('makes an open case more urgent, never less', async () => {
    const clientId = await newClient();
    const { body } = await raise(clientId, 'watchful');
    const immediacyAfter = async (raised: string) => {
      await raise(clientId, raised);
      return (await read(String(body['id'])))['immediacy'];
    };
    expect(await immediacyAfter('immediate')).toBe('immediate');
    expect(await immediacyAfter('watchful')).toBe('immediate');
  });

  test('does not join a case in aftercare: a new one opens', async () => {
    const clientId = await newClient();
    const first = await raise(clientId);
    const id = String(first.body['id']);
    const stoodDown = await post(id, 'stand-down', { outcome: { kind: 'client-safe', note: 'Safe at home.' } });
    expect(stoodDown).toMatchObject({ status: 201, body: { id, status: 'aftercare' } });
    const second = await raise(clientId);
    expect(second).toMatchObject({ status: 202, body: { joined: false } });
    expect(second.body['id']).not.toBe(id);
  });

  test('about someone whom a client knows opens a case of its own, at the duty clinician, with nobody to tell', async () => {
    const knownBy = await newClient();
    const open = await raise(knownBy);
    const { clientId: _clientId, ...concern } = concernAbout(knownBy);
    const person = { description: 'His flatmate, Ravi.', knownBy };
    const raised = await api.call('practitioner', 'POST', cases, { ...concern, person });
    expect(raised).toMatchObject({ status: 202, body: { joined: false } });
    expect(raised.body['id']).not.toBe(open.body['id']);
    expect(await read(String(raised.body['id']))).toMatchObject({
      clientId: knownBy,
      owner: api.demo.organisation.staff.dutyClinician.id,
      about: 'His flatmate, Ravi.',
      lacks: [],
      recipients: [],
    });
  });
});

describe('a case', () => {
  test('is read as the contract says, from queued to closed', async () => {
    const clientId = await newClient();
    const { practitioner } = api.demo.organisation.staff;
    const id = String((await raise(clientId)).body['id']);
    const nobodyYet = { mandate: null, status: 'no-mandate', messages: [] };
    expect(await read(id)).toEqual({
      client: {
        name: expect.any(String),
        location: expect.stringContaining('Mill Lane'),
        callBackNumber: expect.any(String),
      },
      id,
      clientId,
      code: expect.stringMatching(/^[A-Z0-9]{4}$/),
      status: 'queued',
      immediacy: 'significant',
      owner: practitioner.id,
      openedAt: instant,
      closedAt: null,
      policyVersion: 2,
      lacks: [],
      checkpoint: null,
      checkpoints: [],
      recipients: ['gp', 'contact-1', 'contact-2'].map((recipient) => ({ recipient, ...nobodyYet })),
      outcome: null,
      concern: 'Said goodbye in an odd way at the end of the session.',
      doneSoFar: 'Called twice.',
      about: null,
    });

    await api.cases.clientAnswers(id, agrees('contact-1'), refuses('gp'));
    const decision = {
      id: uuid7,
      kind: 'decision',
      waitingFor: { role: 'owner', staffId: practitioner.id },
      dueAt: instant,
      decisionId: null,
    };
    expect(await read(id)).toMatchObject({ status: 'deciding', checkpoint: decision, checkpoints: [decision] });

    await api.cases.proceeds(id, 'contact-1');
    const message = await api.cases.told(id, 'contact-1', 'sms', 'SM1');
    const first = async () => ((await read(id))['recipients'] as readonly unknown[])[1];
    const told = {
      recipient: 'contact-1',
      mandate: { kind: 'consent', row: 1, tier: 'concern' },
      messages: [{ id: message.id, channel: 'sms', at: instant }],
    };
    expect(await first()).toMatchObject({ ...told, status: 'queued', messages: [{ status: 'queued' }] });
    for (const status of ['sent', 'delivered', 'opened'] as const) {
      const report = { dispatchId: message.id, status, errorCode: null, vendorId: 'SM1' };
      await api.cases.transact((work) => recordMessageStatus(work, report));
      expect(await first()).toMatchObject({ ...told, status, messages: [{ ...told.messages[0], status }] });
    }
    for (const answer of ['acknowledged', 'cannot', 'acting']) {
      expect((await post(id, 'acknowledgements', { recipient: 'contact-1', answer, via: 'phone' })).status).toBe(201);
      expect(await first()).toMatchObject({ ...told, status: answer });
    }

    const order = { ...(await api.cases.order(id)), rung: 0, nextPersonAt: Date.now() + 60_000 };
    await api.cases.transact((work) => openAskForOutcome(work, stepTools, order));
    expect(await read(id)).toMatchObject({
      status: 'aftercare',
      checkpoint: { kind: 'human-outcome', waitingFor: { role: 'owner', staffId: practitioner.id } },
      outcome: null,
    });
    const outcome = { kind: 'someone-acting', note: 'The sister is with her.' };
    expect((await post(id, 'human-outcomes', outcome)).status).toBe(201);
    const closing = await api.cases.order(id);
    await api.cases.transact((work) => closeCase(work, closing));
    expect(await read(id)).toMatchObject({
      status: 'closed',
      closedAt: instant,
      checkpoint: null,
      checkpoints: [],
      outcome: { ...outcome, by: practitioner.id, at: instant },
    });
  });

  test.each([
    ['voice', 'failed-permanent', 'failed'],
    ['email', 'failed-temporary', 'failed'],
  ] as const)('whose %s to the GP is %s shows a recipient that %s', async (channel, status, shown) => {
    const id = await answeredCase(agrees('gp'));
    await api.cases.proceeds(id, 'gp');
    const message = await api.cases.told(id, 'gp', channel, 'V1');
    const report = { dispatchId: message.id, status, errorCode: '30005', vendorId: 'V1' };
    await api.cases.transact((work) => recordMessageStatus(work, report));
    expect(await read(id)).toMatchObject({
      recipients: [{ recipient: 'gp', status: shown, messages: [{ status }] }, {}, {}],
    });
  });

  test('whose client took an agreement back shows it as cancelled', async () => {
    const id = await answeredCase(agrees('contact-1'));
    await api.cases.proceeds(id, 'contact-1');
    expect(await post(id, 'withdrawals', { recipients: ['contact-1'], via: 'phone' })).toMatchObject({
      status: 201,
      body: { id, status: 'deciding' },
    });
    expect(await read(id)).toMatchObject({
      status: 'deciding',
      checkpoint: { kind: 'decision' },
      recipients: [{}, { recipient: 'contact-1', status: 'cancelled' }, {}],
    });
  });
});

describe('a decision', () => {
  test('to proceed is answered with what allows it', async () => {
    const id = await answeredCase(agrees('contact-1'), agrees('gp', 'summary'));
    const reply = await post(id, 'decisions', { kind: 'proceed', recipients: ['contact-1', 'gp'], note: '' });
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      decisionId: uuid7,
      status: 'in-force',
      rulings: [
        { recipient: 'contact-1', tier: 'concern', row: 1, result: 'allowed', offers: [] },
        { recipient: 'gp', tier: 'summary', row: 1, result: 'allowed', offers: [] },
      ],
    });
    expect(await read(id)).toMatchObject({ status: 'disclosing', checkpoint: null });
  });

  test.each([
    ['ask-again', 'informing-client'],
    ['call', 'deciding'],
  ])('to %s leaves the case %s', async (kind, status) => {
    const id = await answeredCase(refuses('gp'));
    const reply = await post(id, 'decisions', { kind, note: 'Not sure.' });
    expect(reply.body).toEqual({ decisionId: uuid7, status: 'in-force', rulings: [] });
    expect(await read(id)).toMatchObject({ status });
  });

  test('to stand down ends it', async () => {
    const id = await answeredCase(refuses('gp'));
    const reply = await post(id, 'decisions', {
      kind: 'stand-down',
      outcome: { kind: 'stood-down', note: 'A mistake.' },
    });
    expect(reply.body).toEqual({ decisionId: uuid7, status: 'in-force', rulings: [] });
    expect(await read(id)).toMatchObject({ status: 'aftercare', outcome: { kind: 'stood-down', note: 'A mistake.' } });
  });

  test('without a mandate is refused whole, with every ruling and what would be lawful instead', async () => {
    const id = await answeredCase(agrees('contact-1'), refuses('gp'));
    const before = await api.onRecord();
    const everybody = ['contact-1', 'gp', 'contact-2'];
    const reply = await post(id, 'decisions', { kind: 'proceed', recipients: everybody, note: '' });
    expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:no-mandate' } });
    const lawful = expect.arrayContaining([expect.stringMatching(/\S/)]);
    expect(reply.body['rulings']).toEqual([
      { recipient: 'contact-1', tier: 'concern', row: 1, result: 'allowed', offers: [] },
      { recipient: 'gp', tier: expect.any(String), row: 9, result: 'refused', offers: lawful },
      { recipient: 'contact-2', tier: expect.any(String), row: null, result: 'refused', offers: lawful },
    ]);
    expect(await api.onRecord()).toEqual(before);
  });

  test('about somebody who is on no plan, or never to be contacted, is refused', async () => {
    const id = await answeredCase(agrees('contact-1'));
    const proceed = (recipient: string) =>
      post(id, 'decisions', { kind: 'proceed', recipients: [recipient], note: '' });
    expect(await proceed('police')).toMatchObject({
      status: 422,
      body: { type: 'urn:heed:problem:unknown-recipient' },
    });
    await api.asOwner(
      `UPDATE urgent_care_plans SET never_contact = '{contact-1}' WHERE client_id = (SELECT client_id FROM cases WHERE id = $1)`,
      [id],
    );
    expect(await proceed('contact-1')).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:never-contact' } });
  });

  test('after the end is 409, and so is a second end', async () => {
    const id = await answeredCase(agrees('contact-1'));
    const outcome = { kind: 'client-safe', note: 'Safe at home.' };
    await post(id, 'stand-down', { outcome });
    const before = await api.onRecord();
    const late = { kind: 'proceed', recipients: ['contact-1'], note: '' };
    expect(await post(id, 'decisions', late)).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:case-ended' },
    });
    expect(await post(id, 'stand-down', { outcome })).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:already-ended' },
    });
    expect(await api.onRecord()).toEqual(before);
  });
});

describe('lists', () => {
  const page = async (query: string) => {
    const { body } = await api.call('supervisor', 'GET', `${cases}${query}`);
    return body as { items: readonly { id: string; status: string }[]; next: string | null };
  };
  /** Every page after the other. */
  async function pages(query: string): Promise<readonly (readonly { id: string; status: string }[])[]> {
    const found = [await page(`?${query}`)];
    for (let next = found.at(-1)?.next; next; next = found.at(-1)?.next)
      found.push(await page(`?${query}&cursor=${next}`));
    return found.map(({ items }) => items);
  }

  test('come page by page, newest first, nothing twice and nothing left out', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, newClient));
    for (const client of clients) await raise(client);
    const all = (await page('?limit=100')).items.map(({ id }) => id);
    const found = await pages('limit=2');
    expect(found.flat().map(({ id }) => id)).toEqual(all);
    expect(all).toEqual(all.toSorted().toReversed());
    expect(found.slice(0, -1).every((items) => items.length === 2)).toBe(true);
    expect(new Set(all).size).toBe(all.length);
  });

  test('a page that holds the last case says that nothing follows', async () => {
    const clientId = await newClient();
    await raise(clientId);
    expect(await page(`?clientId=${clientId}&limit=1`)).toMatchObject({ items: [{ clientId }], next: null });
  });

  test('are of a status, of an owner, of a client, and of all of them at once', async () => {
    const clientId = await newClient();
    const { body } = await raise(clientId);
    const { practitioner, dutyClinician } = api.demo.organisation.staff;
    const only = (query: string) => pages(`${query}&limit=50`).then((found) => found.flat().map(({ id }) => id));
    expect(await only(`clientId=${clientId}`)).toEqual([body['id']]);
    expect(await only(`clientId=${clientId}&status=queued&ownerId=${practitioner.id}`)).toEqual([body['id']]);
    expect(await only(`clientId=${clientId}&status=closed`)).toEqual([]);
    expect(await only(`clientId=${clientId}&ownerId=${dutyClinician.id}`)).toEqual([]);
    const deciding = (await pages('status=deciding&limit=50')).flat();
    expect(deciding.every(({ status }) => status === 'deciding')).toBe(true);
  });

  test('show a case as it is read by itself', async () => {
    const clientId = await newClient();
    const { body } = await raise(clientId);
    expect((await page(`?clientId=${clientId}`)).items).toEqual([await read(String(body['id']))]);
  });
});

describe('a timeline', () => {
  test('is read page by page, oldest first, and says who did what', async () => {
    const id = await answeredCase(agrees('contact-1'));
    await api.cases.proceeds(id, 'contact-1');
    await api.cases.told(id, 'contact-1', 'sms', 'SM1');
    const page = async (query: string) => {
      const { body } = await api.call('supervisor', 'GET', `${cases}/${id}/timeline${query}`);
      return body as { items: readonly { id: string; kind: string; at: string }[]; next: string | null };
    };
    const all = await page('');
    const { practitioner } = api.demo.organisation.staff;
    expect(all.next).toBeNull();
    expect(all.items[0]).toEqual({
      id: uuid7,
      at: instant,
      actor: { kind: 'staff', id: practitioner.id, name: practitioner.name },
      kind: 'concern.raised',
      text: expect.stringContaining('Said goodbye in an odd way'),
    });
    expect(all.items.map(({ kind }) => kind)).toEqual([
      'concern.raised',
      'client.answered',
      'decision.recorded',
      'disclosure.sent',
    ]);
    expect(all.items.at(-1)).toMatchObject({ actor: { kind: 'system', id: null } });
    expect(all.items.map(({ at }) => at)).toEqual(all.items.map(({ at }) => at).toSorted());

    const first = await page('?limit=3');
    const rest = await page(`?limit=3&cursor=${first.next}`);
    expect([first.items.length, rest.next]).toEqual([3, null]);
    expect([...first.items, ...rest.items]).toEqual(all.items);
  });
});
