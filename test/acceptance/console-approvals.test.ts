import { type Answered, type Browsing, browsing, signInAs } from '../support/browsing';
import { childAtRisk } from '../support/child-at-risk';
import type { CaseInWorld } from '../support/people';
import { createWorld, type World } from '../support/world';

/** The second person's answer, given in the console. domain.md §3.5 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

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
const hidden = ({ text }: Answered, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
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
