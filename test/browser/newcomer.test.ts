import type { Page } from 'playwright-core';
import { clientOfFirstDecision, leaveFirstDecision } from '../../local/demo/first-decision';
import { createStackClient } from '../../local/stack-client';
import { inBrowser } from '../support/in-browser';
import { type StartedStack, startStack } from '../support/started-stack';
import { until } from '../support/until';

/**
 * Whoever has never seen Heed: what they go by is what `npm start` prints, and what they read on the way. Processes,
 * addresses and clocks are real; nothing is known here that was not printed.
 */

const { isThere, newPage, journey } = inBrowser();

let stack: StartedStack;
beforeAll(async () => {
  if (isThere) stack = await startStack({ FIRST_DECISION: '' });
}, 180_000);
afterAll(() => stack?.stop(), 90_000);

/** All of it: the table is the last that a start says. */
const printed = (): Promise<string> =>
  until('all of it is printed', () => /Ctrl-C stops everything/.test(stack.said()) && stack.said());

/** What every start does when all of it is up, and what then is on record. */
async function anotherStart() {
  const http = createStackClient(stack.now());
  const decision = await leaveFirstDecision(http, stack.now());
  return { decision, cases: await http.casesAbout(clientOfFirstDecision(stack.now().organisation).id) };
}

async function signsIn(page: Page, consoleUrl: string, name: string): Promise<void> {
  await page.goto(consoleUrl);
  await page.getByRole('radio', { name: new RegExp(name) }).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'My decisions' }).waitFor();
}

journey(
  'finds the decision that waits, is refused one override, proposes another, approves it, and acts on it',
  async () => {
    const said = await printed();
    const waits =
      /A decision waits\. Open (?<url>\S+) and sign in as (?<who>[^:]+): whom to tell about (?<client>.+)\?/;
    const { url = '', who = '', client = '' } = waits.exec(said)?.groups ?? {};
    const approver = /sign in as (.+) and approve it/.exec(said)?.[1] ?? '';
    const inbox = /At (\S+) open the link/.exec(said)?.[1] ?? '';
    expect(await anotherStart()).toMatchObject({
      decision: { practitioner: who, client, supervisor: approver },
      cases: [{ status: 'deciding' }],
    });

    const page = await newPage();
    await page.goto(url);
    await page.getByText(`a decision waits for ${who}`).waitFor();
    await signsIn(page, url, who);
    await page.getByRole('link', { name: `Decide whom to tell: ${client}` }).click();
    await page.getByText('Somebody must decide now whom to tell.').waitFor();

    // To somebody whom the client said no to.
    await page.getByRole('link', { name: 'Propose an override' }).first().click();
    await page.getByRole('checkbox', { name: 'First contact' }).check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('radio', { name: 'Yes: an adult at risk' }).check();
    await page.getByRole('button', { name: 'See what is lawful' }).click();
    await page.getByText('The client refused, and the refusal of a person with capacity stands.').waitFor();
    await page.getByText('It cannot be proposed.').waitFor();
    expect(await page.getByRole('button', { name: 'Propose it' }).count()).toBe(0);

    // To somebody whom they said nothing about.
    await page.getByRole('button', { name: 'Change whom' }).click();
    await page.getByRole('checkbox', { name: 'First contact' }).uncheck();
    await page.getByRole('checkbox', { name: 'Second contact' }).check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'See what is lawful' }).click();
    await page
      .getByRole('textbox', { name: 'Why must it be told?' })
      .fill('He cannot keep himself safe, and his friend can open the door.');
    await page.getByRole('textbox', { name: 'What did you consider instead?' }).fill('To ring him a third time.');
    await page.getByRole('button', { name: 'Propose it' }).click();
    await page.getByText('A second person must answer what was proposed.').first().waitFor();

    const other = await newPage();
    await signsIn(other, url, approver);
    await other.getByRole('link', { name: `Approve or decline what was proposed: ${client}` }).click();
    await other.getByRole('textbox', { name: 'Your reason' }).fill('The least that helps somebody at risk.');
    await other.getByRole('button', { name: 'Approve' }).click();
    await other.getByRole('heading', { level: 1, name: client }).waitFor();

    const phone = await newPage({ viewport: { width: 320, height: 640 } });
    const message = phone.getByRole('article', { name: new RegExp(`^SMS to .+, second contact of ${client}$`) });
    await until('the contact has a message', async () => {
      await phone.goto(inbox);
      return (await message.count()) > 0;
    });
    await message.getByRole('link', { name: /\/a\// }).click();
    await phone.getByRole('button', { name: 'I am acting on this' }).click();
    await phone.getByText('you are acting').first().waitFor();

    // On the page that the practitioner has had open all the time.
    await page.getByText('The second contact is acting').waitFor();
    await page.locator('#standing', { hasText: 'The urgent part is over' }).waitFor();
    await page.getByRole('button', { name: 'Ask the client again' }).waitFor({ state: 'detached' });
  },
  120_000,
);

journey('another start raises no other, and tells of none once it is decided', async () => {
  expect(await anotherStart()).toEqual({
    decision: null,
    cases: [expect.objectContaining({ immediacy: 'significant' })],
  });
});
