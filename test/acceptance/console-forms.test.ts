import { randomUUID } from 'node:crypto';
import { answersProvider, type Browsing, browsing, hidden } from '../support/browsing';
import type { CaseInWorld } from '../support/people';
import { signedInPeople } from '../support/signed-in';
import { createWorld, type World } from '../support/world';

/** From which page something is done in the console, by whom, how often, and what becomes of it where it is not. */

let world: World;
/** Nobody ends it. */
let theCase: CaseInWorld;
const { at, idOf, signedIn, raised, standDownForm } = signedInPeople(() => world);
beforeAll(async () => {
  world = await createWorld();
  theCase = await raised();
}, 60_000);
afterAll(() => world?.stop());
afterEach(async () => {
  world.clockErrors.apiAheadMs = 0;
  expect((await theCase.read()).outcome).toBeNull();
});

const idleMs = 24 * 60 * 60_000;
const fromOurPage = { 'sec-fetch-site': 'same-origin' };

describe('a form', () => {
  test.each(['none', 'that of another session'])('with %s for the token of its session does nothing', async (which) => {
    const [browser, other] = [await signedIn(), await signedIn('supervisor')];
    const { url, fields } = await standDownForm(browser, theCase);
    const _csrf = which === 'none' ? '' : (await standDownForm(other, theCase)).fields._csrf;
    const refused = await browser.post(url, { ...fields, _csrf });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('was not sent from a page that is open');
    expect(refused.text).not.toContain(fields.note);
  });

  test.each(['cross-site', 'same-site'])(
    'that a browser says another site has sent (%s) does nothing',
    async (site) => {
      const browser = await signedIn();
      const { url, fields } = await standDownForm(browser, theCase);
      for (const _csrf of [fields._csrf, '']) {
        const refused = await browser.post(url, { ...fields, _csrf }, { 'sec-fetch-site': site });
        expect(refused.status).toBe(403);
        expect(refused.text).not.toContain(fields.note);
      }
      const out = await browser.post(at('/logout'), { _csrf: fields._csrf }, { 'sec-fetch-site': site });
      expect(out.status).toBe(403);
      expect((await browser.get(at('/'))).status).toBe(200);
    },
  );

  test('without a session, of which nobody knows where it is from, does nothing and is not shown', async () => {
    const { url, fields } = await standDownForm(await signedIn(), theCase);
    const refused = await browsing().post(url, fields);
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain(fields.note);
  });

  test('of a practitioner who does not treat the client does nothing, and they are shown nothing', async () => {
    const browser = await signedIn('secondPractitioner');
    const { status, text } = await browser.get(at(`/cases/${theCase.id}`));
    expect(status).toBe(403);
    expect(text).not.toMatch(/Said goodbye/);
    const mine = await browser.get(at('/'));
    expect(mine.text).not.toContain(theCase.id);
    const fields = { _csrf: hidden(mine, '_csrf'), form: randomUUID(), outcome: 'client-safe', note: 'They are fine.' };
    expect((await browser.post(at(`/cases/${theCase.id}/stand-down`), fields)).status).toBe(403);
  });

  test('that is filled in wrongly is shown again, with what is wrong and what was written', async () => {
    const browser = await signedIn();
    const { url, fields } = await standDownForm(browser, theCase);
    const refused = await browser.post(url, { ...fields, outcome: 'nonsense', note: 'We <b>spoke</b>.' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('This was not taken');
    expect(refused.text).toContain('We &lt;b&gt;spoke&lt;/b&gt;.');
  });

  test('that is pressed twice, also by two clicks at once, happens once', async () => {
    const another = await raised();
    const browser = await signedIn();
    const { url, fields } = await standDownForm(browser, another);
    const atOnce = await Promise.all([browser.post(url, fields), browser.post(url, fields)]);
    expect(atOnce.map(({ status }) => status)).toContain(303);
    const later = await browser.post(url, fields);
    expect([later.status, later.location]).toEqual([303, at(`/cases/${another.id}`)]);
    const ended = (await another.timeline()).filter(({ kind }) => /stood-down|outcome/.test(kind));
    expect(ended).toHaveLength(1);
  });
});

describe('what nobody means', () => {
  test.each([
    ['/privacy/audit?until=9999-12-31', 200, 'must be a day of this age'],
    ['/privacy/audit?from=0001-01-01', 200, 'must be a day of this age'],
    ['/privacy/overrides?month=9999-12', 200, 'Nobody proposed'],
    ['/privacy/overrides?month=0000-01', 200, 'Nobody proposed'],
  ])('asked for at %s is %i, with a word on it', async (path, status, said) => {
    const { status: answered, text } = await (await signedIn('dpo')).get(at(path));
    expect([answered, text]).toEqual([status, expect.stringContaining(said)]);
  });

  test('is no place in the chain either', async () => {
    const browser = await signedIn('dpo');
    const url = at('/privacy/audit/chain');
    const _csrf = hidden(await browser.get(url), '_csrf');
    expect((await browser.post(url, { _csrf, after: String(2 ** 31) })).status).toBe(422);
    expect((await browser.post(url, { _csrf, after: String(2 ** 31 - 1) })).status).toBe(200);
  });
});

describe('what somebody wrote until their session was over', () => {
  /** The page's own form, sent on as its button does. */
  async function goesOn(browser: Browsing, url: string, text: string) {
    const kept = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    const fields = Object.fromEntries(kept.map(([, name = '', value = '']) => [name, asRead(value)]));
    return browser.post(url, fields, fromOurPage);
  }
  const asRead = (value: string): string => value.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  const ways: readonly (readonly [string, (browser: Browsing) => Promise<void>])[] = [
    [
      'by doing nothing',
      async () => {
        world.clockErrors.apiAheadMs = idleMs;
      },
    ],
    [
      'by signing out in another tab',
      async (browser) => {
        const page = await browser.get(at('/'));
        await browser.post(at('/logout'), { _csrf: hidden(page, '_csrf') });
      },
    ],
    [
      'with the browser’s cookies',
      async (browser) => {
        browser.cookies.clear();
      },
    ],
  ];

  test.each(ways)('%s, is kept, shown to them once they have signed in, and sent by them', async (_how, ends) => {
    const browser = await signedIn();
    const { url, fields } = await standDownForm(browser, theCase);
    await ends(browser);
    const written = { ...fields, note: 'We <b>spoke</b>.' };
    const kept = await browser.post(url, written, fromOurPage);
    expect(kept.status).toBe(401);
    expect(kept.headers.get('cache-control')).toBe('no-store');
    expect(kept.text).toContain('What you wrote is kept in this page');
    expect(kept.text).toContain('value="We &lt;b&gt;spoke&lt;/b&gt;."');
    for (const own of ['_csrf', 'form']) expect(kept.text).not.toContain(`name="${own}"`);
    expect(kept.text).not.toContain(fields._csrf);

    // As long as they have not signed in, it stays.
    expect((await goesOn(browser, url, kept.text)).text).toContain('value="We &lt;b&gt;spoke&lt;/b&gt;."');

    await answersProvider(browser, await browser.open(at('/login?again=')), idOf('practitioner'));
    const shown = await goesOn(browser, url, kept.text);
    expect(shown.status).toBe(409);
    expect(shown.text).toContain('Read it through, then send it');
    expect(shown.text).toContain('We &lt;b&gt;spoke&lt;/b&gt;.</textarea>');
    expect((await theCase.read()).outcome).toBeNull();
    const own = { _csrf: hidden(shown, '_csrf'), form: hidden(shown, 'form') };
    expect(own.form).not.toBe(fields.form);
    expect((await browser.post(url, { ...own, outcome: 'nonsense', note: '' })).status).toBe(422);
  });

  test('of how long what is kept is shown to them once they have signed in, as every other form', async () => {
    const browser = await signedIn('dpo');
    const url = at('/privacy/schedule/change');
    const page = await browser.get(url);
    const own = { _csrf: hidden(page, '_csrf'), form: hidden(page, 'form'), version: hidden(page, 'version') };
    browser.cookies.clear();
    const written = { ...own, 'keepFor-notes': '7 years', 'basis-notes': 'As our insurer asks.' };
    const kept = await browser.post(url, written, fromOurPage);
    expect(kept.status).toBe(401);
    await answersProvider(browser, await browser.open(at('/login?again=')), idOf('dpo'));
    const shown = await goesOn(browser, url, kept.text);
    expect(shown.status).toBe(409);
    for (const words of ['7 years', 'As our insurer asks.']) expect(shown.text).toContain(words);
  });

  test('is sent by nobody else who signs in there without reading it', async () => {
    const browser = await signedIn();
    const { url, fields } = await standDownForm(browser, theCase);
    const { text } = await browser.get(at('/'));
    await browser.post(at('/logout'), { _csrf: hidden({ text }, '_csrf') });
    await answersProvider(browser, await browser.open(at('/')), idOf('supervisor'));
    const shown = await browser.post(url, fields, fromOurPage);
    expect(shown.status).toBe(409);
    expect(shown.text).toContain(fields.note);
    expect(shown.text).toContain(world.heed.demo.organisation.staff.supervisor.name);
  });

  test('is shown to nobody else who may not see that page', async () => {
    const browser = await signedIn();
    const { url, fields } = await standDownForm(browser, theCase);
    browser.cookies.clear();
    await answersProvider(browser, await browser.open(at('/')), idOf('secondPractitioner'));
    const refused = await browser.post(url, fields, fromOurPage);
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain(fields.note);
  });
});
