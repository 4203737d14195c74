import pg from 'pg';
import { answerOf } from '../../client/heed-client';
import { demoOrganisations } from '../../prisma/demo-data';
import { createWorld, type World } from '../support/world';

/** What a thief of either database holds after a whole case. */

let world: World;
/** Everything that is anybody's secret: names, numbers, addresses, and every word that was said in the case. */
let secrets: readonly string[];
let main: Dump;
let keys: Dump;

const concern = 'Texted that the garden gate would stay open tonight.';
const doneSoFar = 'Left a voicemail with the neighbour across the road.';
const note = 'The wording was agreed over the telephone this morning.';
const outcomeNote = 'Found at the allotment, cold but talking.';
const reply = 'Whose number is this? My daughter Wilhelmina has my other phone.';

beforeAll(async () => {
  world = await createWorld();
  const told = await carryWholeCase();
  secrets = [...peopleOfTheDemo(), concern, doneSoFar, note, outcomeNote, reply, ...told];
  main = await dump(world.heed.database.ownerUrl);
  keys = await dump(world.heed.database.keysDatabaseUrl);
}, 60_000);
afterAll(() => world?.stop());

test('the dump is whole: it shows what is meant to be seen', () => {
  expect(main.tables).toEqual(
    expect.arrayContaining(['clients', 'staff', 'timeline_entries', 'dispatches', 'inbound_messages']),
  );
  expect(main.text).toContain('case.closed');
  expect(main.text).toContain(world.heed.demo.organisation.clients[0]?.id);
  expect(keys.tables).toContain('data_keys');
  expect(secrets.length).toBeGreaterThan(150);
});

test.each(['main', 'keys'] as const)('the %s database holds no name, number, address or word of anybody', (which) => {
  const dumped = which === 'main' ? main : keys;
  const found = secrets.filter((secret) => writings(secret).some((written) => dumped.text.includes(written)));
  expect(found).toEqual([]);
});

test('the search finds what is not sealed, however it is written', () => {
  const secret = 'Jo Bellweather';
  const bytes = Buffer.from(`{"name":"${secret}"}`);
  for (const written of [bytes.toString('utf8'), bytes.toString('hex'), bytes.toString('base64')]) {
    expect(writings(secret).some((known) => written.includes(known))).toBe(true);
  }
});

/** From concern to closed, with a reply that is no code; answers with every text that people read of it. */
async function carryWholeCase(): Promise<readonly string[]> {
  const dr = world.staff('practitioner');
  const jo = world.client();
  const raised = { clientId: jo.described.id, concern, immediacy: 'significant', doneSoFar } as const;
  const { id: caseId } = answerOf(await dr.heed.POST('/v1/urgent-care/cases', { body: raised }));
  const theCase = world.case(caseId);

  await jo.receivesSms(/\/c\//);
  await jo.answers({ gp: 'summary', 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.act(dr, 'decisions', { kind: 'proceed', recipients: ['contact-1'], note });
  await jo.contact1.receivesSms(/please call/);
  await jo.contact1.repliesBySms(reply);
  await jo.contact1.repliesBySms('1');
  await theCase.reaches('aftercare');
  const outcome = { params: { path: { caseId } }, body: { kind: 'client-safe', note: outcomeNote } } as const;
  answerOf(await dr.heed.POST('/v1/urgent-care/cases/{caseId}/human-outcomes', outcome));
  await theCase.reaches('closed');

  const timeline = await theCase.timeline();
  const messages = world.heed.sandbox.messages();
  const links = messages.flatMap(({ links: found }) => found.map((link) => link.slice(link.lastIndexOf('/') + 1)));
  return [...timeline.map(({ text = '' }) => text), ...messages.map(({ text }) => text), ...links];
}

function peopleOfTheDemo(): readonly string[] {
  const of = demoOrganisations.flatMap(({ staff, clients }) => [
    ...Object.values(staff).flatMap(({ name, mobile, email }) => [name, mobile, email]),
    ...clients.flatMap(({ words, plan }) => [
      `${words.firstName} ${words.lastName}`,
      words.lastName,
      words.mobile,
      words.email,
      words.birthDate,
      words.guardAnswer,
      plan.gp?.name,
      plan.gp?.practice,
      plan.gp?.email,
      plan.gp?.phone,
      ...plan.contacts.flatMap((contact) => [contact?.name, contact?.mobile, contact?.email]),
    ]),
  ]);
  return of.filter((secret): secret is string => Boolean(secret));
}

interface Dump {
  readonly tables: readonly string[];
  /** Every row of every table as PostgreSQL prints it; bytes as hex, and once more as they are. */
  readonly text: string;
}

async function dump(url: string): Promise<Dump> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND relname NOT LIKE '\\_prisma%'`,
    );
    const tables = rows.map(({ name }) => name);
    const parts: string[] = [];
    for (const table of tables) {
      const found = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      for (const { row } of found.rows) parts.push(row, ...bytesIn(row));
    }
    return { tables, text: parts.join('\n') };
  } finally {
    await client.end();
  }
}

const bytesIn = (row: string): readonly string[] =>
  [...row.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'));

/** The ways in which a text could stand in a dump: as it is, as hex, and as base64 wherever in a text it begins. */
function writings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // The first and last characters also hold bits of what stands beside it.
    const firstOwn = Math.ceil((offset * 8) / 6);
    const lastOwn = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(firstOwn, lastOwn);
  });
  const quoted = JSON.stringify(secret).slice(1, -1);
  return [secret, quoted, bytes.toString('hex'), ...base64].filter(({ length }) => length > 3);
}
