import pg from 'pg';
import { areas } from '../../api/console/console';
import type { StaffKey } from '../../prisma/demo-data';
import type { AuditEntry } from '../../records/generated/client';
import { answersProvider, type Browsing, browsing, hidden, signInAs } from '../support/browsing';
import type { CaseInWorld } from '../support/people';
import { signedInPeople } from '../support/signed-in';
import { createWorld, type World } from '../support/world';

/** Who may use the console, and for how long. docs/adr/0031 */

let world: World;
let theCase: CaseInWorld;
const { at, idOf, signedIn, raised } = signedInPeople(() => world);
beforeAll(async () => {
  world = await createWorld();
  theCase = await raised();
}, 60_000);
afterAll(() => world?.stop());
afterEach(() => {
  world.clockErrors.apiAheadMs = 0;
});

const hourMs = 60 * 60_000;
const idleMs = 24 * hourMs;
const mostMs = 7 * 24 * hourMs;
const choosing = 'Choose who you are';

async function asOwner<Row extends object>(sql: string, ...values: readonly unknown[]): Promise<readonly Row[]> {
  const owner = new pg.Client({ connectionString: world.heed.database.ownerUrl });
  await owner.connect();
  try {
    return (await owner.query<Row>(sql, [...values])).rows;
  } finally {
    await owner.end();
  }
}

/** What has come of sessions since, for whoever may look into it: an action, by whom, and in which words. */
interface OnRecord extends Pick<AuditEntry, 'action' | 'actorId' | 'clientId'> {
  readonly words: string;
}
async function sessionsSince(since: bigint): Promise<OnRecord[]> {
  const organisationId = world.heed.demo.organisation.id;
  return world.heed.records.withOrganisation(organisationId, world.now(), async (work) => {
    const entries = await work.db.auditEntry.findMany({
      where: { action: { startsWith: 'session.' }, seq: { gt: since } },
      orderBy: { seq: 'asc' },
    });
    return Promise.all(
      entries.map(async ({ action, actorId, clientId, sealed }) => ({
        action,
        actorId,
        clientId,
        words: sealed ? (await work.open<{ words: string }>(organisationId, sealed)).words : '',
      })),
    );
  });
}
/** What is on record until now. Not by time: other tests are ahead of it. */
async function lastEntry(): Promise<bigint> {
  const [last] = await asOwner<{ seq: string }>('SELECT coalesce(max(seq), 0) AS seq FROM audit_entries');
  return BigInt(last?.seq ?? 0);
}
const actionsOf = (entries: readonly OnRecord[]) => entries.map(({ action, actorId }) => [action, actorId]);

describe('signing in', () => {
  test('is asked of whoever has not, and leads to where they wanted to go', async () => {
    const browser = browsing();
    const path = `/cases/${theCase.id}`;
    expect(await browser.get(at(path))).toMatchObject({
      status: 303,
      location: at(`/login?returnTo=${encodeURIComponent(path)}`),
    });
    expect(await signInAs(browser, at(path), idOf('practitioner'))).toMatchObject({ status: 200, url: at(path) });
  });

  test.each(['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example', '/.//elsewhere.example/'])(
    'leads nobody to %j',
    async (returnTo) => {
      const url = at(`/login?returnTo=${encodeURIComponent(returnTo)}`);
      const page = await signInAs(browsing(), url, idOf('practitioner'));
      expect(new URL(page.url).origin).toBe(world.heed.url);
      // Nor whoever has signed in already, who is sent on at once.
      expect(new URL((await (await signedIn()).get(url)).location ?? '').origin).toBe(world.heed.url);
    },
  );

  test('leaves nothing with us until it is done, and a session of a name that nobody has known before', async () => {
    const browser = browsing();
    await browser.get(at('/login'));
    expect([...browser.cookies.keys()].filter((name) => name === 'heed')).toEqual([]);
    // Somebody puts a session of theirs into the browser.
    const other = await signedIn('supervisor');
    const planted = other.cookies.get('heed') ?? '';
    const page = at('/login?again=');
    browser.cookies.set('heed', planted);
    await answersProvider(browser, await browser.open(page), idOf('supervisor'));
    expect(browser.cookies.get('heed')).not.toBe(planted);
    expect((await browser.get(at('/'))).status).toBe(200);
    expect((await other.get(at('/'))).status).toBe(303);
  });

  test('counts once, and only in the browser that began it', async () => {
    const browser = browsing();
    const choice = await browser.open(at('/'));
    let answered = await browser.post(choice.url, { account: idOf('practitioner') });
    while (answered.location !== null && !answered.location.startsWith(at('/login/callback'))) {
      answered = await browser.get(answered.location);
    }
    const callback = answered.location ?? '';
    expect((await browsing().get(callback)).status).toBe(400);
    expect((await browser.get(`${callback}x`)).status).toBe(400);
    expect((await browser.get(callback)).status).toBe(400);
  });

  test('goes on in each of several tabs that begin it at once', async () => {
    const browser = browsing();
    const paths = ['/', '/cases', `/cases/${theCase.id}`];
    const choices = await Promise.all(paths.map((path) => browser.open(at(path))));
    for (const [tab, choice] of choices.entries()) {
      const page = await answersProvider(browser, choice, idOf('practitioner'));
      expect(page).toMatchObject({ status: 200, url: at(paths[tab] ?? '') });
    }
  });

  test('is kept in a browser for five tabs: the oldest is the one that begins anew', async () => {
    const browser = browsing();
    const choices = [];
    for (let tab = 1; tab <= 6; tab += 1) choices.push(await browser.open(at('/')));
    const begun = [...browser.cookies.keys()].filter((name) => name.startsWith('heed-in-'));
    expect(begun).toHaveLength(5);
    const [oldest, next] = choices;
    if (!oldest || !next) throw new Error('Nothing was begun.');
    expect((await answersProvider(browser, oldest, idOf('practitioner'))).status).toBe(400);
    expect((await answersProvider(browser, next, idOf('practitioner'))).status).toBe(200);
  });

  test('goes by the session that the provider has, in a browser where nobody was signed in', async () => {
    const browser = await signedIn();
    browser.cookies.delete('heed');
    expect(await browser.open(at('/'))).toMatchObject({ status: 200, url: at('/') });
  });

  test('does not go on a quarter of an hour after it was begun', async () => {
    const browser = browsing();
    const choice = await browser.open(at('/'));
    world.clockErrors.apiAheadMs = 16 * 60_000;
    expect((await answersProvider(browser, choice, idOf('practitioner'))).status).toBe(400);
  });
});

describe('a session', () => {
  test.each([
    ['of doing nothing', idleMs],
    ['of anything', mostMs],
  ])('ends after its time %s, to the second', async (what, ms) => {
    const browser = await signedIn();
    const begun = world.now().getTime();
    /** So far ahead that so much time has passed since. */
    const setTo = (passedMs: number): void => {
      world.clockErrors.apiAheadMs = passedMs - (world.now().getTime() - begun);
    };
    if (what === 'of anything') {
      for (let passedMs = idleMs / 2; passedMs < mostMs; passedMs += idleMs / 2) {
        setTo(passedMs);
        expect((await browser.get(at('/cases'))).status).toBe(200);
      }
    }
    setTo(ms - 1_000);
    expect((await browser.get(at('/'), { 'x-asked-by': 'page' })).status).toBe(200);
    setTo(ms);
    expect((await browser.get(at('/'), { 'x-asked-by': 'page' })).status).toBe(401);
    expect((await browser.get(at('/'))).status).toBe(303);
  });

  test('does not go on for what a page asks by itself, and does for what its reader does', async () => {
    const [idle, busy] = [await signedIn(), await signedIn()];
    world.clockErrors.apiAheadMs = idleMs - hourMs;
    expect((await idle.get(at('/'), { 'x-asked-by': 'page' })).status).toBe(200);
    expect((await busy.get(at('/'))).status).toBe(200);
    world.clockErrors.apiAheadMs = idleMs + hourMs;
    expect((await idle.get(at('/'))).status).toBe(303);
    expect((await busy.get(at('/'))).status).toBe(200);
  });

  test('that was left alone is gone on with by whoever shows that it is them, whatever the provider still knows', async () => {
    const browser = await signedIn();
    world.clockErrors.apiAheadMs = idleMs;
    const asked = await browser.open(at('/cases'));
    expect(asked.text).toContain(choosing);
    expect(await answersProvider(browser, asked, idOf('practitioner'))).toMatchObject({
      status: 200,
      url: at('/cases'),
    });
  });

  test('that was left alone is not gone on with by whoever leaves out that they are asked', async () => {
    const browser = await signedIn();
    world.clockErrors.apiAheadMs = idleMs;
    const { location } = await browser.get(at('/login'));
    const unasked = new URL(location ?? '');
    expect(unasked.searchParams.get('prompt')).toBe('login');
    unasked.searchParams.delete('prompt');
    unasked.searchParams.delete('max_age');
    const back = await browser.open(unasked.href);
    expect(back.status).toBe(400);
    expect(back.text).toContain('You are not signed in');
    expect((await browser.get(at('/'))).status).toBe(303);
  });

  test('ends with signing out, which shows nothing afterwards and is no sign-in without being asked', async () => {
    const browser = await signedIn();
    const page = await browser.get(at('/'));
    const cookies = new Map(browser.cookies);
    expect((await browser.get(at('/logout'))).location).toBe(at('/'));
    expect((await browser.get(at('/'))).status).toBe(200);
    const out = await browser.post(at('/logout'), { _csrf: hidden(page, '_csrf') });
    expect(out.text).toContain('You are signed out');
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    const back = await browser.get(page.url);
    expect([back.status, back.headers.get('cache-control')]).toEqual([303, 'no-store']);
    expect((await browser.open(at('/'))).text).toContain(choosing);
    // Pressed again in another tab.
    const again = await browser.post(at('/logout'), { _csrf: 'x' }, { 'sec-fetch-site': 'same-origin' });
    expect(again.location).toBe(at('/logout'));
  });

  test.each([
    ['are taken off the staff', 'DELETE FROM staff WHERE id = $1', 'secondSupervisor'],
    ['leave', `UPDATE practitioners SET left_at = now() + interval '1 year' WHERE staff_id = $1`, 'secondPractitioner'],
  ] as const)('ends with the next thing that its person asks once they %s', async (_what, sql, key) => {
    const since = await lastEntry();
    const browser = await signedIn(key);
    await asOwner(sql, idOf(key));
    expect((await browser.get(at('/live'))).status).toBe(401);
    expect((await browser.get(at('/'))).status).toBe(303);
    const [, ended] = await sessionsSince(since);
    expect(ended).toMatchObject({ action: 'session.ended', words: expect.stringContaining(idOf(key)) });
    await asOwner('UPDATE practitioners SET left_at = NULL');
  });

  test('holds nothing of its person but ids, roles and instants, and no token', async () => {
    const browser = await signedIn('dpo');
    const rows = await asOwner<{ sess: object }>(
      `SELECT sess FROM console.sessions WHERE sess->'signedIn'->'caller'->>'credential' = $1`,
      idOf('dpo'),
    );
    expect(browser.cookies.get('heed')).toBeDefined();
    expect(rows.at(-1)?.sess).toEqual({
      cookie: expect.objectContaining({ httpOnly: true }),
      csrfToken: expect.any(String),
      signedIn: {
        caller: { credential: idOf('dpo'), organisationId: world.heed.demo.organisation.id, roles: ['dpo'] },
        since: expect.any(Number),
        shownAt: expect.any(Number),
        seenAt: expect.any(Number),
      },
    });
  });
});

describe('on record is', () => {
  const confirms = async (browser: Browsing, key: 'practitioner' | 'supervisor') =>
    answersProvider(browser, await browser.open(at('/login?again=')), idOf(key));

  test('who signs in, shows once more that it is them, does not, and signs out', async () => {
    const since = await lastEntry();
    const browser = await signedIn();
    await confirms(browser, 'practitioner');
    await confirms(browser, 'supervisor');
    const { text } = await browser.get(at('/'));
    await browser.post(at('/logout'), { _csrf: hidden({ text }, '_csrf') });
    const entries = await sessionsSince(since);
    expect(actionsOf(entries)).toEqual([
      ['session.begun', idOf('practitioner')],
      ['session.confirmed', idOf('practitioner')],
      ['session.refused', idOf('practitioner')],
      ['session.ended', idOf('practitioner')],
    ]);
    expect(entries.map(({ clientId }) => clientId)).toEqual([null, null, null, null]);
    expect(entries.map(({ words }) => words).join(' ')).not.toContain(
      world.heed.demo.organisation.staff.practitioner.name,
    );
  });

  test('whom the provider vouches for, and the organisation does not know', async () => {
    const since = await lastEntry();
    const { id } = world.heed.demo.organisation.staff.admin;
    const browser = browsing();
    await asOwner('DELETE FROM staff WHERE id = $1', id);
    const page = await signInAs(browser, at('/'), id);
    expect(page.status).toBe(403);
    expect(page.text).toContain('does not know you as one of its staff');
    expect((await browser.get(at('/'))).status).toBe(303);
    const entries = await sessionsSince(since);
    expect(entries).toEqual([
      { action: 'session.refused', actorId: null, clientId: null, words: `Not among the staff. By ${id}.` },
    ]);
  });
});

test('no page of the console can be framed, kept, or found, and none loads anything from elsewhere', async () => {
  const browser = await signedIn();
  const everyPage = areas.flatMap(({ pages }) => pages.map(({ path }) => path));
  const paths = [...everyPage, '/cases/nowhere/at/all'].map((path) =>
    path.replace(':caseId', theCase.id).replaceAll(/:\w+/g, 'none'),
  );
  expect(paths.length).toBeGreaterThan(10);
  const pages = await Promise.all(paths.map((path) => browser.get(at(path))));
  const outside = await Promise.all(['/logout', '/login/callback'].map((path) => browsing().get(at(path))));
  for (const { headers, text } of [...pages, ...outside]) {
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toMatch(/noindex/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).not.toMatch(/(src|href)="https?:/);
  }
});

describe('of a case', () => {
  test('whom the client named is shown to those who may read the plan, and to nobody else', async () => {
    const { clientId } = await theCase.read();
    const named = world.heed.demo.organisation.clients.find(({ id }) => id === clientId)?.urgentCarePlan.contacts[0];
    const seenBy = async (key: StaffKey, page = '') =>
      (await (await signedIn(key)).get(at(`/cases/${theCase.id}${page}`))).text;
    expect(await seenBy('practitioner')).toContain(named?.name);
    expect(await seenBy('dpo')).toContain('First contact');
    for (const page of ['', '/withdrawal', '/review.json']) {
      expect(await seenBy('dpo', page)).not.toContain(named?.name);
    }
  });

  test('all is taken out for a review by whoever may read it, and not by others', async () => {
    for (const file of ['review.json', 'review.pdf']) {
      const url = at(`/cases/${theCase.id}/${file}`);
      expect((await (await signedIn('practitioner')).get(url)).status).toBe(200);
      const refused = await (await signedIn('secondPractitioner')).get(url);
      expect(refused.status).toBe(403);
      expect(refused.text).not.toMatch(/Said goodbye/);
    }
  });
});
