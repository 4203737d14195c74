import { answerOf } from '../../client/heed-client';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { signsIn } from '../support/signs-in';

/** The policy read out, rehearsed as a picture, and changed. domain.md §3 */

const { world, newPage, journey } = pagesInBrowser();

const policySaved = async () => answerOf(await world().staff('supervisor').heed.GET('/v1/urgent-care/policy'));

journey('a practitioner reads the policy and sees it rehearsed, and finds no way to change it', async () => {
  const page = await newPage();
  await signsIn(page, world(), 'practitioner');
  await page.getByRole('link', { name: 'Policy' }).click();
  await page.getByText('The first contact and the second contact, by text message, then by call').waitFor();
  await findsNothingToMend(page);
  expect(await page.getByRole('link', { name: 'Change it' }).count()).toBe(0);

  await page.getByRole('link', { name: 'Rehearse it' }).click();
  await page.getByRole('radio', { name: 'The client is silent, and nobody decides' }).check();
  await page.getByRole('button', { name: 'Play it' }).click();
  await page.getByText('The case is not closed when the rehearsal ends').waitFor();
  const picture = page.getByRole('img', { name: /A time line from top to bottom/ });
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(await picture.isVisible()).toBe(true);
  await findsNothingToMend(page);
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await picture.isVisible()).toBe(false);
  await page
    .getByRole('listitem')
    .getByText('A supervisor is asked to decide (text message, email).')
    .first()
    .waitFor();

  await page.goto(`${world().heed.url}/policy/change`);
  await page.getByRole('heading', { name: 'There is nothing here for you' }).waitFor();
});

journey('a supervisor mends a fault, sees what the change would do and what it changes, and saves it', async () => {
  const { version } = await policySaved();
  const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  await signsIn(page, world(), 'supervisor', '/policy');
  await page.getByRole('link', { name: 'Change it' }).click();
  const answering = page.getByLabel('How long the client has to answer: immediate', { exact: true });
  await answering.fill('soon');
  await page.getByRole('button', { name: 'Move step 2 up' }).click();
  await page.getByRole('button', { name: 'Go on: rehearse it' }).click();
  await page
    .getByRole('alert')
    .getByRole('link', { name: /: must be a number and its unit, such as 10 minutes\.$/ })
    .click();
  expect(new URL(page.url()).hash).toBe('#clientWindow/immediate');
  expect(await answering.inputValue()).toBe('soon');
  await answering.fill('15');
  await page.getByRole('button', { name: 'Go on: rehearse it' }).click();
  await page.getByText('Nothing is saved yet').waitFor();
  await page.getByRole('radio', { name: 'The client is silent, and nobody decides' }).check();
  await page.getByRole('button', { name: 'Play this' }).click();
  await page.getByText('After 15 minutes', { exact: true }).waitFor();
  expect((await policySaved()).version).toBe(version);

  await page.getByRole('button', { name: 'Go on: what changes' }).click();
  await page.getByRole('row', { name: /immediate .*10 minutes .*15 minutes/ }).waitFor();
  await page.getByRole('button', { name: 'Save this policy' }).click();
  await page.getByText(`Version ${version + 1}`).waitFor();
  expect(await policySaved()).toMatchObject({
    version: version + 1,
    clientWindow: { immediate: 'PT15M' },
    steps: [{ recipients: ['gp'] }, { recipients: ['contact-1', 'contact-2'], channels: ['sms', 'voice', 'email'] }],
  });
});

journey(
  'each part of the change is as it should be for everybody, and of two who save the second is told',
  async () => {
    const page = await newPage();
    await signsIn(page, world(), 'supervisor', '/policy/change');
    await findsNothingToMend(page);
    await page.getByRole('button', { name: 'Add a step' }).click();
    await page.getByRole('button', { name: 'Go on: rehearse it' }).click();
    await page.getByRole('link', { name: 'Step 3, who is told: must be at least one.' }).waitFor();
    await findsNothingToMend(page);
    await page.getByRole('button', { name: 'Remove step 3' }).click();
    await page.getByRole('button', { name: 'Go on: rehearse it' }).click();
    await page.getByRole('heading', { name: 'The same in words' }).waitFor();
    await findsNothingToMend(page);
    await page.getByRole('button', { name: 'Go on: what changes' }).click();
    await page.getByText('Nothing: it says what the policy in force says.').waitFor();
    await findsNothingToMend(page);

    const { version, ...body } = await policySaved();
    answerOf(await world().staff('supervisor').heed.PUT('/v1/urgent-care/policy', { body }));
    await page.getByRole('button', { name: 'Save this policy' }).click();
    await page.getByRole('alert').getByText('Somebody else has saved a policy').waitFor();
    await findsNothingToMend(page);
    expect((await policySaved()).version).toBe(version + 1);
  },
);
