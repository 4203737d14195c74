import { type Answered, answersProvider, type Browsing, browsing, hidden, signInAs } from '../support/browsing';
import { childAtRisk } from '../support/child-at-risk';
import type { CaseInWorld } from '../support/people';
import { createWorld, type World } from '../support/world';

/** An override in the console: who proposes it shows that it is them, and a second person answers. domain.md §3.4, §3.5 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());
afterEach(() => {
  world.clockErrors.apiAheadMs = 0;
});

async function proposal(): Promise<{ readonly theCase: CaseInWorld; readonly url: string }> {
  const dr = world.staff('practitioner');
  const theCase = await dr.raisesConcern(world.client(), 'significant');
  await theCase.reaches('awaiting-client');
  await world.fastForward('PT1H');
  await theCase.decide(dr, { ...childAtRisk, disclosures: [{ recipient: 'gp', tier: 'summary' }] });
  const { checkpoint } = await theCase.reaches('awaiting-approval');
  return { theCase, url: `${world.heed.url}/cases/${theCase.id}/approvals/${checkpoint?.decisionId}` };
}

async function opens(key: 'practitioner' | 'supervisor' | 'secondSupervisor', url: string) {
  const browser = browsing();
  const page = await signInAs(browser, url, world.heed.demo.organisation.staff[key].id);
  return { browser, page };
}
const answers = (browser: Browsing, page: Answered, answer: string): Promise<Answered> =>
  browser.post(page.url, {
    _csrf: hidden(page, '_csrf'),
    form: hidden(page, 'form'),
    answer,
    reason: 'I have read the case, and see no lesser way.',
  });

test('of two who answer at once in two browsers one is heard, and the other told who came first', async () => {
  const { theCase, url } = await proposal();
  const [one, other] = await Promise.all([opens('supervisor', url), opens('secondSupervisor', url)]);
  const replies = await Promise.all([
    answers(one.browser, one.page, 'approve'),
    answers(other.browser, other.page, 'decline'),
  ]);
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([303, 409]));
  const late = replies.find(({ status }) => status === 409)?.text;
  expect(late).toMatch(/This needs no answer any more/);
  const { supervisor, secondSupervisor } = world.heed.demo.organisation.staff;
  const first =
    replies[0]?.status === 303 ? `It was approved. ${supervisor.name}` : `It was declined. ${secondSupervisor.name}`;
  expect(late).toContain(first);
  const kinds = (await theCase.timeline()).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'override.approved' || kind === 'override.declined')).toHaveLength(1);
  await theCase.standDown(world.staff('practitioner'), 'client-safe');
});

test('whoever proposed it is not shown how to answer it, and cannot', async () => {
  const { theCase, url } = await proposal();
  const { page } = await opens('practitioner', url);
  expect(page.status).toBe(403);
  await theCase.standDown(world.staff('practitioner'), 'client-safe');
});

describe('whoever proposes one', () => {
  const minuteMs = 60_000;
  const choosing = 'Choose who you are';
  let theCase: CaseInWorld;
  let url: string;
  const idOf = (key: 'practitioner' | 'supervisor'): string => world.heed.demo.organisation.staff[key].id;
  beforeEach(async () => {
    theCase = await world.staff('practitioner').raisesConcern(world.client(), 'significant');
    await theCase.reaches('awaiting-client');
    await world.fastForward('PT1H');
    await theCase.reaches('deciding');
    url = `${world.heed.url}/cases/${theCase.id}/override`;
  });
  afterEach(() => theCase.standDown(world.staff('practitioner'), 'client-safe'));

  test('shows ten minutes later once more that it is them, although the provider still knows them', async () => {
    const { browser, page } = await opens('practitioner', url);
    expect(page).toMatchObject({ status: 200, url });
    world.clockErrors.apiAheadMs = 9 * minuteMs;
    expect((await browser.open(url)).url).toBe(url);
    world.clockErrors.apiAheadMs = 10 * minuteMs;
    const asked = await browser.open(url);
    expect(asked.text).toContain(choosing);
    expect(await answersProvider(browser, asked, idOf('practitioner'))).toMatchObject({ status: 200, url });
    expect((await browser.open(url)).url).toBe(url);
  });

  test('is not taken for another person who shows it in their place, nor that one for them', async () => {
    const { browser } = await opens('practitioner', url);
    world.clockErrors.apiAheadMs = 10 * minuteMs;
    const answered = await answersProvider(browser, await browser.open(url), idOf('supervisor'));
    expect(answered.status).toBe(403);
    expect(answered.text).toContain('Nobody has shown that it is you');
    const mine = await browser.get(`${world.heed.url}/`);
    expect(mine.text).toContain(world.heed.demo.organisation.staff.practitioner.name);
    expect(mine.text).not.toContain(world.heed.demo.organisation.staff.supervisor.name);
    expect((await browser.open(url)).text).toContain(choosing);
  });

  test('cannot leave out what the provider is asked for', async () => {
    const { browser } = await opens('practitioner', url);
    world.clockErrors.apiAheadMs = 10 * minuteMs;
    const { location: login } = await browser.get(url);
    const { location } = await browser.get(login ?? '');
    const unasked = new URL(location ?? '');
    unasked.searchParams.delete('prompt');
    unasked.searchParams.delete('max_age');
    const back = await browser.open(unasked.href);
    expect(back.text).toContain('Nobody has shown that it is you');
    expect((await browser.open(url)).text).toContain(choosing);
  });

  test('is asked too when they send it, half an hour after they showed it, and loses nothing', async () => {
    const { browser, page } = await opens('practitioner', url);
    world.clockErrors.apiAheadMs = 30 * minuteMs;
    const fields = {
      recipients: 'gp',
      'tier-gp': 'summary',
      atRisk: 'child',
      go: 'propose',
      reason: 'A long <reason>.',
    };
    const sent = await browser.post(url, { ...fields, _csrf: hidden(page, '_csrf'), form: hidden(page, 'form') });
    expect(sent.status).toBe(409);
    expect(sent.text).toContain('It is long since you showed that it is you.');
    expect(sent.text).toContain('A long &lt;reason&gt;.');
  });
});
