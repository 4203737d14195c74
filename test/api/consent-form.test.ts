import { createHash } from 'node:crypto';
import { requireConsentForm } from '../../records/consent-form/consent-forms';
import { HeedError } from '../../records/errors';
import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { agrees } from '../support/case-on-record';
import { jpeg, pdf, png } from '../support/files';
import { registerByApi } from '../support/newcomers-by-api';
import { refusedBy } from '../support/refused';

/** The Data Processing Consent form: before it nothing but a registration is processed. domain.md §2.2 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const formOf = (clientId: string): string => `/v1/clients/${clientId}/consent-form`;
const read = async (clientId: string, who: Who = 'platform') =>
  (await api.call(who, 'GET', formOf(clientId))).body as { currentVersion: number } & Reply['body'];
const signature = async (clientId: string, changes: object = {}) => ({
  version: (await read(clientId)).currentVersion,
  signedName: 'Robin Unknown',
  signedAt: new Date().toISOString(),
  document: null,
  ...changes,
});
const put = (who: Who, clientId: string, body: unknown) => api.call(who, 'PUT', formOf(clientId), body);
const sign = async (clientId: string, changes: object = {}) =>
  put('platform', clientId, await signature(clientId, changes));
const withdraw = (clientId: string, who: Who = 'platform') => api.call(who, 'POST', `${formOf(clientId)}/withdrawals`);
const status = async (signUpId: string) =>
  (await api.call('platform', 'GET', `/v1/sign-ups/${signUpId}`)).body['status'];
const refused = (asking: () => Promise<Reply>) => refusedBy(api, asking);

/** What the assessment asks before it stores anything. */
async function mayProcess(clientId: string): Promise<string> {
  try {
    await api.cases.transact((work) => requireConsentForm(work, clientId));
    return 'yes';
  } catch (error) {
    if (error instanceof HeedError) return `${error.problem} ${JSON.stringify(error.details)}`;
    throw error;
  }
}

describe('before it is signed', () => {
  test('the client reads the form in force, and nothing else is processed', async () => {
    const { clientId } = await registerByApi(api);
    const form = await read(clientId);
    expect(form).toMatchObject({ currentVersion: 1, signed: null, withdrawnAt: null });
    expect(form['text']).toContain('You can change your mind.');
    expect(await mayProcess(clientId)).toBe('consent-form-missing {"form":"data-processing-consent","version":1}');
  });

  test('a concern about them can be raised', async () => {
    const { clientId } = await registerByApi(api);
    const raised = await api.call('supervisor', 'POST', '/v1/urgent-care/cases', {
      clientId,
      concern: 'Said goodbye on the phone.',
      immediacy: 'immediate',
      clientFirst: { kind: 'inform' },
      doneSoFar: '',
    });
    expect(raised.status).toBe(202);
  });
});

describe('signed', () => {
  test('it moves the sign-up on, and shows who signed what and when', async () => {
    const { id, clientId } = await registerByApi(api);
    const { status: answered, body } = await sign(clientId, { signedAt: '2026-11-01T10:00:00+01:00' });
    expect([answered, body]).toEqual([200, { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect((await read(clientId))['signed']).toEqual({
      version: 1,
      signedName: 'Robin Unknown',
      signedAt: '2026-11-01T09:00:00.000Z',
      via: 'platform',
      sha256: body['sha256'],
    });
    expect(await mayProcess(clientId)).toBe('yes');
    expect(await status(id)).toBe('awaiting-assessment');
  });

  test('its hash stands for the words, the name and the time', async () => {
    const { clientId } = await registerByApi(api);
    const at = '2026-11-01T09:00:00.000Z';
    const { text } = (await read(clientId)) as unknown as { text: string };
    const words = `Version 1\nRobin Unknown\n${at}\n${text}`;
    const { body } = await sign(clientId, { signedAt: at });
    expect(body['sha256']).toBe(createHash('sha256').update(words).digest('hex'));
  });

  test('twice in the same way, it is recorded once', async () => {
    const { clientId } = await registerByApi(api);
    const body = await signature(clientId);
    const first = await put('platform', clientId, body);
    const before = await api.onRecord();
    expect(await put('platform', clientId, body)).toMatchObject({ status: 200, body: first.body });
    expect(await api.onRecord()).toEqual(before);
  });

  test.each([
    ['PDF', pdf()],
    ['JPEG', jpeg()],
    ['PNG', png()],
    ['PDF of 10 MB', pdf(10 * 1024 * 1024)],
  ])('on paper and uploaded as %s, the file is kept sealed and known by its own hash', async (_type, document) => {
    const { clientId } = await registerByApi(api);
    const { body } = await put('admin', clientId, await signature(clientId, { document }));
    const file = Buffer.from(document.base64, 'base64');
    expect(body['sha256']).toBe(createHash('sha256').update(file).digest('hex'));
    expect((await read(clientId))['signed']).toMatchObject({ via: 'upload' });

    const [row] = await api.asOwner<{ id: string; document: Buffer; document_type: string; sealed: Buffer }>(
      'SELECT document, document_type, sealed FROM consent_forms WHERE client_id = $1',
      [clientId],
    );
    expect(row?.document_type).toBe(document.contentType);
    expect(row?.document.includes(file.subarray(0, 8))).toBe(false);
    expect(row?.sealed.includes('Unknown')).toBe(false);
    const opened = await api.cases.transact((work) => work.openBytes(clientId, row?.document ?? Buffer.of()));
    expect(opened.equals(file)).toBe(true);
  });

  test('on paper, the file is there for those who keep the records, as it was sent', async () => {
    const { clientId } = await registerByApi(api);
    const document = png(300);
    const at = `${formOf(clientId)}/document`;
    expect((await refused(() => api.call('dpo', 'GET', at))).status).toBe(404);
    await put('admin', clientId, await signature(clientId, { document }));
    const response = await fetch(api.url + at, { headers: { authorization: `Bearer ${await api.token('dpo')}` } });
    expect(Buffer.from(await response.arrayBuffer()).toString('base64')).toBe(document.base64);
    expect(['content-type', 'content-disposition', 'cache-control'].map((name) => response.headers.get(name))).toEqual([
      'image/png',
      'attachment; filename=form.png',
      'no-store',
    ]);
    for (const who of ['platform', 'practitioner'] as const) {
      expect((await refused(() => api.call(who, 'GET', at))).status).toBe(403);
    }
    expect((await refused(() => api.call('supervisorElsewhere', 'GET', at))).status).toBe(404);
    expect(
      await api.asOwner(
        "SELECT actor_id FROM audit_entries WHERE client_id = $1 AND action = 'consent-form-document.read'",
        [clientId],
      ),
    ).toEqual([{ actor_id: api.demo.organisation.staff.dpo.id }]);
  });

  test('the audit log keeps the hash, sealed with the client', async () => {
    const { clientId } = await registerByApi(api);
    const { body } = await sign(clientId);
    const [entry] = await api.asOwner<{ sealed: Buffer }>(
      `SELECT sealed FROM audit_entries WHERE client_id = $1 AND action = 'consent-form.signed'`,
      [clientId],
    );
    const { words } = await api.cases.transact((work) =>
      work.open<{ words: string }>(clientId, entry?.sealed ?? Buffer.of()),
    );
    expect(words).toContain(String(body['sha256']));
  });

  test('what was signed cannot be changed, not even by the service itself', async () => {
    const [may] = await api.asOwner(
      `SELECT has_table_privilege('heed_app', 'consent_forms', 'DELETE') AS erase,
              has_column_privilege('heed_app', 'consent_forms', 'signed_at', 'UPDATE') AS backdate,
              has_column_privilege('heed_app', 'consent_forms', 'withdrawn_at', 'UPDATE') AS withdraw`,
    );
    expect(may).toEqual({ erase: false, backdate: false, withdraw: true });
  });
});

describe('withdrawn', () => {
  test('processing is restricted at once, nothing is deleted, and the practitioner is told', async () => {
    const { id, clientId } = await registerByApi(api);
    await sign(clientId);
    const { status: answered, body } = await withdraw(clientId);
    expect(answered).toBe(201);
    expect(await read(clientId)).toMatchObject({ signed: null, withdrawnAt: body['withdrawnAt'] });
    expect(await mayProcess(clientId)).toContain('consent-form-missing');
    expect(await status(id)).toBe('awaiting-consent-form');
    const [kept] = await api.asOwner<{ id: string; restricted: boolean }>(
      'SELECT f.id, c.restricted FROM consent_forms f JOIN clients c ON c.id = f.client_id WHERE c.id = $1',
      [clientId],
    );
    expect(kept?.restricted).toBe(true);
    const told = await api.asOwner('SELECT FROM outbox_entries WHERE workflow_id = $1', [
      `staff-notice/consent-form-withdrawn/${kept?.id}`,
    ]);
    expect(told).toHaveLength(1);
  });

  test('twice, it is recorded once', async () => {
    const { clientId } = await registerByApi(api);
    await sign(clientId);
    const first = await withdraw(clientId);
    const before = await api.onRecord();
    expect((await withdraw(clientId)).body).toEqual(first.body);
    expect(await api.onRecord()).toEqual(before);
  });

  test('and signed again, it is processed again', async () => {
    const { id, clientId } = await registerByApi(api);
    await sign(clientId);
    const { body } = await withdraw(clientId);
    await sign(clientId, { signedAt: new Date(Date.parse(String(body['withdrawnAt'])) + 1).toISOString() });
    expect(await mayProcess(clientId)).toBe('yes');
    expect(await status(id)).toBe('awaiting-assessment');
    const [client] = await api.asOwner('SELECT restricted FROM clients WHERE id = $1', [clientId]);
    expect(client).toEqual({ restricted: false });
  });

  test('it stays withdrawn, whatever signature from before it is sent late or again', async () => {
    const { id, clientId } = await registerByApi(api);
    const first = await signature(clientId);
    await put('platform', clientId, first);
    const { withdrawnAt } = (await withdraw(clientId)).body;
    for (const late of [first, { ...first, signedName: 'R. Unknown', signedAt: withdrawnAt }]) {
      expect(await refused(() => put('platform', clientId, late))).toMatchObject({
        status: 409,
        body: { type: 'urn:heed:problem:withdrawn-since', withdrawnAt },
      });
    }
    expect(await mayProcess(clientId)).toContain('consent-form-missing');
    expect(await status(id)).toBe('awaiting-consent-form');
  });

  test('an open case goes on, from the client’s answer to whom they agreed to have told', async () => {
    const client = await api.cases.newClient();
    await sign(client.id);
    const caseId = await api.cases.raised(client);
    await withdraw(client.id);
    expect(await api.cases.clientInformed(caseId)).not.toHaveLength(0);
    await api.cases.clientAnswers(caseId, agrees('contact-1'));
    await api.cases.proceeds(caseId, 'contact-1');
    expect((await api.cases.told(caseId, 'contact-1')).text).not.toBe('');
  });

  test('by nobody who signed, it is a conflict', async () => {
    const { clientId } = await registerByApi(api);
    const reply = await refused(() => withdraw(clientId));
    expect(reply).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:nothing-signed' } });
  });
});

describe('what is refused', () => {
  const wrong: readonly (readonly [what: string, changes: object, path: string])[] = [
    ['no name', { signedName: ' ' }, 'signedName'],
    ['a name that is too long', { signedName: 'R'.repeat(201) }, 'signedName'],
    ['a time without an offset', { signedAt: '2026-11-01T10:00:00' }, 'signedAt'],
    ['a time that lies ahead', { signedAt: new Date(Date.now() + 3_600_000).toISOString() }, 'signedAt'],
    ['a version that is no number', { version: 'newest' }, 'version'],
    ['nothing said of a document', { document: undefined }, 'document'],
    ['a field that nobody knows', { witness: 'Kit' }, ''],
    ['a document of another type', { document: { contentType: 'text/html', base64: 'PGI+' } }, 'document/contentType'],
    ['a document that is empty', { document: { contentType: 'image/png', base64: '' } }, 'document/base64'],
    ['a document that is no base64', { document: { ...pdf(), base64: '%PDF-1.7' } }, 'document/base64'],
    [
      'a PNG that calls itself a PDF',
      { document: { ...png(), contentType: 'application/pdf' } },
      'document/contentType',
    ],
    [
      'words that call themselves a PDF',
      { document: { contentType: 'application/pdf', base64: Buffer.from('I agree').toString('base64') } },
      'document/contentType',
    ],
    ['a file of 11 MB', { document: pdf(11 * 1024 * 1024) }, 'document/base64'],
  ];
  test.each(wrong)('%s is 422 and says where', async (_what, changes, path) => {
    const { clientId } = await registerByApi(api);
    const body = await signature(clientId, changes);
    const reply = await refused(() => put('platform', clientId, body));
    expect(reply.status).toBe(422);
    expect(reply.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });

  test('a file that is too large hears the limit', async () => {
    const { clientId } = await registerByApi(api);
    const somewhat = await refused(async () => sign(clientId, { document: pdf(11 * 1024 * 1024) }));
    expect(somewhat.body['detail']).toContain('10 MB');
    const far = await refused(async () => sign(clientId, { document: pdf(20 * 1024 * 1024) }));
    expect(far).toMatchObject({ status: 413, body: { detail: 'The body is larger than 16 MB.' } });
  });

  test('a version that is not in force is 409 and names the one that is', async () => {
    const { clientId } = await registerByApi(api);
    const reply = await refused(() => sign(clientId, { version: 7 }));
    expect(reply).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:consent-form-not-in-force', currentVersion: 1 },
    });
  });

  test('staff without the paper is 422', async () => {
    const { clientId } = await registerByApi(api);
    const body = await signature(clientId);
    expect(await refused(() => put('admin', clientId, body))).toMatchObject({
      status: 422,
      body: { type: 'urn:heed:problem:document-needed' },
    });
  });

  test.each(['practitioner', 'secondPractitioner', 'dutyClinician', 'dpo'] as const)(
    '%s may not sign for them',
    async (who) => {
      const { clientId } = await registerByApi(api);
      const body = await signature(clientId, { document: pdf() });
      expect((await refused(() => put(who, clientId, body))).status).toBe(403);
    },
  );

  test('another client’s practitioner may neither read nor withdraw it', async () => {
    const { clientId } = await registerByApi(api);
    await sign(clientId);
    expect((await refused(() => api.call('practitioner', 'GET', formOf(clientId)))).status).toBe(403);
    expect((await refused(() => withdraw(clientId, 'practitioner'))).status).toBe(403);
  });

  test('a client of another organisation is 404 in the same words as an unknown one', async () => {
    const [theirs] = api.demo.otherOrganisation.clients;
    const { clientId } = await registerByApi(api);
    const body = await signature(clientId);
    for (const [method, path, sent] of [
      ['PUT', '', body],
      ['GET', '', undefined],
      ['POST', '/withdrawals', {}],
    ] as const) {
      const ask = (id: string) => refused(() => api.call('platform', method, `${formOf(id)}${path}`, sent));
      const unknown = await ask(newId());
      expect(unknown.status).toBe(404);
      for (const id of [theirs?.id ?? '', 'no-id'])
        expect(await ask(id)).toMatchObject({ status: 404, text: unknown.text });
    }
  });
});

describe('a new version', () => {
  const versions = '/v1/consent-form-versions';
  const text = `${'We ask for your consent in other words. '.repeat(10)}`.trim();

  test('holds no character that the database cannot keep', async () => {
    const reply = await api.call('dpo', 'POST', versions, { text: `${text}\u0000` });
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: 'text' }] } });
  });

  test('is the DPO’s, in force from when they say, and asks everyone to sign again', async () => {
    const { clientId } = await registerByApi(api);
    await sign(clientId);
    const inForceFrom = new Date(Date.now() + 24 * 3_600_000).toISOString();
    const saved = await api.call('dpo', 'POST', versions, { text, inForceFrom });
    expect(saved).toMatchObject({ status: 201, body: { version: 2, text, inForceFrom } });
    expect(await read(clientId)).toMatchObject({ currentVersion: 1 });
    expect(await mayProcess(clientId)).toBe('yes');

    api.setClock({ ms: 25 * 3_600_000 });
    expect(await read(clientId)).toMatchObject({ currentVersion: 2, text, signed: { version: 1 } });
    expect((await refused(() => sign(clientId, { version: 1 }))).body).toMatchObject({ currentVersion: 2 });
    expect((await sign(clientId)).status).toBe(200);
    const { body } = await api.call('platform', 'GET', versions);
    expect((body['items'] as { version: number }[]).map(({ version }) => version)).toEqual([2, 1]);
  });

  test.each(['platform', 'supervisor', 'admin'] as const)('is not the %s’s', async (who) => {
    expect((await refused(() => api.call(who, 'POST', versions, { text }))).status).toBe(403);
  });

  test.each([
    ['of hardly a word', { text: 'I agree.' }, 'text'],
    ['in force since yesterday', { text, inForceFrom: new Date(Date.now() - 86_400_000).toISOString() }, 'inForceFrom'],
  ])('%s is 422', async (_what, body, path) => {
    expect(await refused(() => api.call('dpo', 'POST', versions, body))).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });
});
