import { setTimeout as pause } from 'node:timers/promises';
import { createPool } from '../../records/pool';
import type { CaseInWorld } from '../support/people';
import { signedInPeople } from '../support/signed-in';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** What an open page of the console asks for by itself, and what is on record of it. docs/adr/0031 */

let world: World;
let theCase: CaseInWorld;
let owner: ReturnType<typeof createPool>;
beforeAll(async () => {
  world = await createWorld();
  owner = createPool({ connectionString: world.heed.database.ownerUrl, max: 1 });
  theCase = await raised();
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await world?.stop();
});

const { at, signedIn, raised } = signedInPeople(() => world);
const versionIn = (page: string): string => /data-version="([^"]+)"/.exec(page)?.[1] ?? '';
const tokensIn = (page: string): string[] => [...page.matchAll(/name="_csrf" value="([^"]*)"/g)].map(([, one]) => one!);

async function looksOnRecord(): Promise<number> {
  const { rows } = await owner.query("SELECT count(*)::int AS looks FROM audit_entries WHERE action LIKE '%.read'");
  return rows[0].looks;
}

test('a page that shows all that there is shows nothing again, and no entry says that somebody looked', async () => {
  const browser = await signedIn('supervisor');
  for (const path of ['/', '/cases', `/cases/${theCase.id}`]) {
    const version = versionIn((await browser.get(at(path))).text);
    const before = await looksOnRecord();
    const again = { 'x-asked-by': 'page', 'if-none-match': `W/"${version}"` };
    expect(await browser.get(at(path), again)).toMatchObject({ status: 304, text: '' });
    expect(await looksOnRecord()).toBe(before);
  }
});

test('once something else is shown the page is, and an entry says who looked', async () => {
  const browser = await signedIn('supervisor');
  const paths = ['/cases', `/cases/${theCase.id}`];
  const versions: string[] = [];
  for (const path of paths) versions.push(versionIn((await browser.get(at(path))).text));
  await owner.query("UPDATE cases SET immediacy = 'immediate' WHERE id = $1", [theCase.id]);
  for (const [index, path] of paths.entries()) {
    const before = await looksOnRecord();
    const { status, text } = await browser.get(at(path), { 'if-none-match': `W/"${versions[index]}"` });
    expect(status).toBe(200);
    expect(versionIn(text)).not.toBe(versions[index]);
    expect(await looksOnRecord()).toBeGreaterThan(before);
  }
});

test('who is shown something else, or may see it no more, is not told that nothing is new', async () => {
  const version = versionIn((await (await signedIn('supervisor')).get(at('/cases'))).text);
  const { status } = await (await signedIn('practitioner')).get(at('/cases'), { 'if-none-match': `W/"${version}"` });
  expect(status).toBe(200);
});

test('a page comes compressed, and its token is written otherwise each time', async () => {
  const browser = await signedIn('supervisor');
  const gzip = { 'accept-encoding': 'gzip' };
  const pages = [await browser.get(at('/cases'), gzip), await browser.get(at('/cases'), gzip)];
  expect(pages.map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', 'gzip']);
  const [one = [], other = []] = pages.map(({ text }) => tokensIn(text));
  expect(one[0]).not.toBe(other[0]);
  const { status } = await browser.post(at('/logout'), { _csrf: one[0] ?? '' });
  expect(status).toBe(200);
  expect((await browser.get(at('/cases'))).status).toBe(303);
});

test('that a case has changed is told to nobody who may not read it', async () => {
  const over = new AbortController();
  const listens = async (key: 'secondPractitioner' | 'supervisor'): Promise<() => number> => {
    const { cookies } = await signedIn(key);
    const cookie = `heed=${cookies.get('heed')}`;
    const { body } = await fetch(at(`/live?case=${theCase.id}`), { headers: { cookie }, signal: over.signal });
    let heard = '';
    const hear = async (): Promise<void> => {
      for await (const chunk of body ?? []) heard += Buffer.from(chunk).toString();
    };
    void hear().catch(() => undefined);
    return () => heard.match(/event: changed/g)?.length ?? 0;
  };
  const reader = await listens('supervisor');
  const stranger = await listens('secondPractitioner');
  // Who listens is told to look once the connection that listens for them all is there.
  await pause(2_500);
  const before = { reader: reader(), stranger: stranger() };
  const changed = `${world.heed.demo.organisation.id} ${theCase.id}`;
  await owner.query('SELECT pg_notify($1, $2)', ['case_changed', changed]);
  await until('whoever may read it hears of it', async () => reader() > before.reader);
  await pause(500);
  expect(stranger()).toBe(before.stranger);
  over.abort();
});
