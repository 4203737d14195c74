import { strFromU8, unzipSync } from 'fflate';
import { clientWords } from '../../records/people';
import { openRetentionNotice } from '../../records/retention/steps';
import { chronicle } from '../../records/urgent-care/chronicle';
import { heedItself, type Work } from '../../records/work';
import { type ApiUnderTest, createApiUnderTest, type Who } from '../support/api';
import { retentionTools, wasEnrolled } from '../support/retention-on-record';
import { newcomer, signsForm } from '../support/sign-up-on-record';

/** domain.md §5: before it goes, a client may have a copy of what is kept of them; nobody else may. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const transact = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
  api.records.withOrganisation(api.demo.organisation.id, new Date(), work);
const clientOf = (index: number) => api.demo.organisation.clients[index]!;

/** The deadline is a fortnight off, and the client was told. Resolves to the paths of their links: by SMS, by email. */
async function linksOf(clientId: string): Promise<readonly string[]> {
  const { practitionerId } = await transact((work) => work.db.client.findUniqueOrThrow({ where: { id: clientId } }));
  if (practitionerId === null) throw new Error('Nobody treats them.');
  const endedAt = new Date(Date.now() - 351 * 24 * 60 * 60_000);
  const enrolmentId = await transact((work) => wasEnrolled(work, { clientId, practitionerId }, endedAt));
  const order = { enrolmentId, version: 1, organisationId: api.demo.organisation.id, at: Date.now() };
  const { outgoing } = await transact((work) => openRetentionNotice(work, retentionTools, order));
  const paths = outgoing.flatMap(({ text }) => /\/k\/[\w-]+/.exec(text)?.[0] ?? []);
  await api.asOwner(`UPDATE dispatches SET status = 'sent' WHERE client_id = $1`, [clientId]);
  return paths;
}

async function linkOf(clientId: string): Promise<string> {
  const [path] = await linksOf(clientId);
  if (!path) throw new Error('They were not told.');
  return path;
}

const rightAnswers = (id: string): Promise<Record<string, string>> =>
  transact(async (work) => {
    const { birthDate, guardAnswer } = await clientWords(work, id);
    return { birthDate: birthDate ?? '', guardAnswer };
  });
const changeClient = (id: string, changes: object): Promise<unknown> =>
  transact(async (work) => {
    const { sealed } = await work.db.client.findUniqueOrThrow({ where: { id } });
    const words = await work.open<object>(id, sealed);
    return work.db.client.update({ where: { id }, data: { sealed: await work.seal(id, { ...words, ...changes }) } });
  });

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
}
async function ask(path: string, answers?: Record<string, string>): Promise<Answered> {
  const response = await fetch(
    api.url + path,
    answers === undefined ? {} : { method: 'POST', body: new URLSearchParams(answers) },
  );
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: Buffer.from(bytes).toString('utf8') };
}
const filesIn = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, file]) => [name, strFromU8(file)]));
const noticesOfRefusal = (clientId: string) =>
  api.asOwner('SELECT FROM outbox_entries WHERE workflow_id LIKE $1', [`staff-notice/copy-refused/${clientId}/%`]);
const audited = (clientId: string, action: string) =>
  api.asOwner('SELECT actor_kind FROM audit_entries WHERE client_id = $1 AND action = $2', [clientId, action]);

test('the page asks who they are and says nothing else; the right answer gives one file, for programs and for people', async () => {
  const { id: clientId, name, mobile } = clientOf(0);
  const path = await linkOf(clientId);
  const page = await ask(path);
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/date of birth/);
  expect(page.text).not.toContain(name);
  expect(page.text).not.toContain(api.demo.organisation.name);
  expect(page.headers.get('cache-control')).toBe('no-store');

  const given = await ask(path, await rightAnswers(clientOf(0).id));
  expect(given.status).toBe(200);
  expect(given.headers.get('content-type')).toBe('application/zip');
  expect(given.headers.get('cache-control')).toBe('no-store');
  expect(given.headers.get('content-disposition')).toContain('copy-of-your-data.zip');
  const files = filesIn(given.bytes);
  expect(Object.keys(files).toSorted()).toEqual(['data.html', 'data.json']);
  const data = JSON.parse(files['data.json'] ?? '');
  expect(data.account).toMatchObject({ mobile, birthDate: (await rightAnswers(clientOf(0).id))['birthDate'] });
  expect(data.plan.contacts.map(({ mobile: number }: { mobile: string }) => number)).toEqual(
    clientOf(0).urgentCarePlan.contacts.map((contact) => contact?.mobile),
  );
  expect(data.enrolments.length).toBe(1);
  expect(data.messages[0]).toMatchObject({ to: expect.any(String), text: expect.stringMatching(/will be deleted/) });
  expect(files['data.html']).toContain(mobile);
  expect(await audited(clientId, 'copy.given')).toEqual([{ actor_kind: 'client' }]);
});

test('a link or an answer that is theirs alone is in no copy', async () => {
  const path = await linkOf(clientOf(1).id);
  const { bytes } = await ask(path, await rightAnswers(clientOf(1).id));
  for (const file of Object.values(filesIn(bytes))) {
    expect(file).not.toContain(path.split('/')[2]);
    expect(file).not.toContain(clientOf(1).guardAnswer);
  }
});

test('what was signed, answered, noted and said is in it, with the scan; what others judged is not', async () => {
  const { person, guard } = newcomer(8);
  const { body } = await api.call('platform', 'POST', '/v1/sign-ups', { person, guard });
  const { id: signUpId, clientId } = body as { id: string; clientId: string };
  await transact((work) => signsForm(work, clientId));
  const pdf = Buffer.from('%PDF-1.4 scanned');
  await api.call('admin', 'PUT', `/v1/clients/${clientId}/consent-form`, {
    version: 1,
    signedName: 'Robin Newcome8',
    signedAt: '2026-11-01T10:00:00Z',
    document: { contentType: 'application/pdf', base64: pdf.toString('base64') },
  });
  const answered = await api.call('platform', 'POST', `/v1/sign-ups/${signUpId}/assessment`, {
    instrument: 'PHQ-9',
    version: '1',
    answers: [1, 1, 1, 0, 0, 0, 0, 0, 1],
  });
  expect(answered.status).toBe(201);
  const judged = await api.call('dutyClinician', 'POST', `/v1/sign-ups/${signUpId}/safety-judgements`, {
    note: 'Judged over the telephone.',
    urgentCarePlanNeeded: false,
    openCase: false,
  });
  expect(judged.status).toBeLessThan(300);

  const read = await api.call('dpo', 'GET', `/v1/clients/${clientId}/copy`);
  expect(read.status).toBe(200);
  const response = await fetch(`${api.url}/v1/clients/${clientId}/copy`, {
    headers: { authorization: `Bearer ${await api.token('admin')}` },
  });
  const archive = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const data = JSON.parse(strFromU8(archive['data.json'] ?? new Uint8Array()));
  expect(data.assessments).toMatchObject([{ instrument: 'PHQ-9', answers: [1, 1, 1, 0, 0, 0, 0, 0, 1] }]);
  const scanned = data.consentForms.find(({ document }: { document: string | null }) => document !== null);
  expect(Buffer.from(archive[scanned.document] ?? []).equals(pdf)).toBe(true);
  expect(strFromU8(archive['data.json'] ?? new Uint8Array())).not.toContain('Judged over the telephone');
  expect(data.about.notHere.length).toBeGreaterThan(0);
  expect((await audited(clientId, 'copy.read')).length).toBe(2);
});

async function copyOf(clientId: string, link?: string) {
  const { bytes } = await ask(link ?? (await linkOf(clientId)), await rightAnswers(clientId));
  const json = filesIn(bytes)['data.json'] ?? '';
  expect(json).not.toContain('Called twice.');
  return JSON.parse(json);
}
const messagesStand = (caseId: string, status: string) =>
  api.asOwner(`UPDATE dispatches SET status = $2 WHERE case_id = $1 AND audience = 'client'`, [caseId, status]);

test('a case is in it once the client was told of it, and not a word of one of which they were not', async () => {
  await api.asOwner('UPDATE practitioners SET caseload_limit = 1000, caseload = 500');
  const [uninformed, informed] = [await api.cases.newClient(), await api.cases.newClient()];
  const keptFromThem = await api.cases.raised(uninformed);
  await api.cases.clientInformed(keptFromThem);
  await messagesStand(keptFromThem, 'cancelled');
  const known = await api.cases.raised(informed);
  await api.cases.clientInformed(known);
  await messagesStand(known, 'delivered');
  await api.cases.clientAnswers(known, { recipient: 'gp', answer: 'refuse' });
  const notTheirs = await copyOf(uninformed.id);
  expect(notTheirs.cases).toEqual([]);
  // The notice that their data will go, by each way that is safe, and nothing that was written and not sent.
  for (const { text } of notTheirs.messages) expect(text).toMatch(/will be deleted/);
  const theirs = await copyOf(informed.id);
  expect(theirs.cases).toMatchObject([{ closedAt: null }]);
  expect(theirs.messages.length).toBeGreaterThan(notTheirs.messages.length);
});

test('what was shared is in it once we told the client of it ourselves; before that it is named as left out', async () => {
  const client = await api.cases.newClient();
  const caseId = await api.cases.raised(client);
  await api.cases.clientInformed(caseId);
  await messagesStand(caseId, 'delivered');
  const link = await linkOf(client.id);
  const before = await copyOf(client.id, link);
  expect(before.cases).toMatchObject([{ whatWasShared: null }]);
  expect(before.about.notHere.join()).toMatch(/shared with others/);

  const told = { actor: heedItself, kind: 'client.told-what-was-shared', text: 'The client was told.' };
  await transact((work) => chronicle(work, { id: caseId, clientId: client.id }, told));
  const after = await copyOf(client.id, link);
  expect(after.cases).toMatchObject([{ whatWasShared: [] }]);
  expect(after.about.notHere.join()).not.toMatch(/shared with others/);
});

test('five wrong answers close the link, tell the data protection officer once, and give nothing', async () => {
  const { id: clientId } = clientOf(4);
  const path = await linkOf(clientId);
  const right = await rightAnswers(clientId);
  const wrong = [
    { ...right, birthDate: '1901-01-01' },
    { ...right, guardAnswer: 'no' },
    {},
    { ...right, birthDate: '' },
  ];
  for (const answers of wrong) {
    const refused = await ask(path, answers);
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/not what we have/);
  }
  expect(await noticesOfRefusal(clientId)).toEqual([]);
  expect((await ask(path, { birthDate: '1901-01-01' })).status).toBe(404);
  expect((await ask(path, right)).status).toBe(404);
  expect((await ask(path)).status).toBe(404);
  expect((await noticesOfRefusal(clientId)).length).toBe(1);
  expect(await audited(clientId, 'copy.given')).toEqual([]);
});

test('many tries at once are tries too', async () => {
  const { id: clientId } = clientOf(5);
  const path = await linkOf(clientId);
  await Promise.all(Array.from({ length: 12 }, () => ask(path, { birthDate: '1901-01-01' })));
  const [link] = await api.asOwner<{ guard_failures: number }>(
    `SELECT guard_failures FROM client_links WHERE client_id = $1 AND guard_failures > 0`,
    [clientId],
  );
  expect(link).toEqual({ guard_failures: 5 });
  expect((await noticesOfRefusal(clientId)).length).toBe(1);
});

test('another link is no other five tries', async () => {
  const client = await api.cases.newClient();
  const [first = '', second = ''] = await linksOf(client.id);
  for (const _ of [1, 2, 3]) expect((await ask(first, { birthDate: '1901-01-01' })).status).toBe(422);
  expect((await ask(second, { birthDate: '1901-01-01' })).status).toBe(422);
  expect((await ask(second, { birthDate: '1901-01-01' })).status).toBe(404);
  for (const link of [first, second]) expect((await ask(link, await rightAnswers(client.id))).status).toBe(404);
  expect(await audited(client.id, 'copy.given')).toEqual([]);
});

test('whoever lives with a client knows their birth date: without a question of their own there is no copy by link', async () => {
  const [both, noDate, noQuestion, nothing] = [clientOf(6), clientOf(7), clientOf(2), clientOf(3)];
  const paths = await Promise.all([both, noDate, noQuestion, nothing].map(({ id }) => linkOf(id)));
  await changeClient(noDate.id, { birthDate: null });
  await changeClient(noQuestion.id, { guardAnswer: '' });
  await changeClient(nothing.id, { birthDate: null, guardAnswer: '' });
  const asked = async (path = ''): Promise<readonly string[]> =>
    [...(await ask(path)).text.matchAll(/name="(\w+)"/g)]
      .map(([, name = '']) => name)
      .filter((name) => /A|D/.test(name));

  expect(await asked(paths[0])).toEqual(['birthDate', 'guardAnswer']);
  expect((await ask(paths[0] ?? '', await rightAnswers(both.id))).status).toBe(200);
  expect(await asked(paths[1])).toEqual(['guardAnswer']);
  expect((await ask(paths[1] ?? '', { guardAnswer: noDate.guardAnswer.toUpperCase() })).status).toBe(200);
  for (const client of [noQuestion, nothing]) {
    const path = paths[[both, noDate, noQuestion, nothing].indexOf(client)] ?? '';
    expect((await ask(path)).text).toMatch(/please call us/);
    expect((await ask(path, await rightAnswers(client.id))).status).toBe(422);
  }
});

test('a link is over when the data is due, and opens no other page', async () => {
  const path = await linkOf(clientOf(8).id);
  expect((await ask(path.replace('/k/', '/s/'))).status).toBe(404);
  api.setClock({ ms: 20 * 24 * 60 * 60_000 });
  expect((await ask(path)).status).toBe(404);
  api.setClock({ ms: 0 });
  expect((await ask(path)).status).toBe(200);
});

test.each<[Who, number]>([
  ['practitioner', 403],
  ['dutyClinician', 403],
  ['supervisor', 403],
  ['platform', 403],
  ['supervisorElsewhere', 403],
  ['admin', 200],
  ['dpo', 200],
])('%s asking for a client’s copy is answered with %i', async (who, status) => {
  expect((await api.call(who, 'GET', `/v1/clients/${clientOf(9).id}/copy`)).status).toBe(status);
});
test('of another organisation’s client there is none', async () => {
  const { id } = api.demo.otherOrganisation.clients[0]!;
  expect((await api.call('dpo', 'GET', `/v1/clients/${id}/copy`)).status).toBe(404);
});
