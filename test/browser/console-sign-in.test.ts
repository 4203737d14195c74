import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { chooses, signsIn } from '../support/signs-in';

/** Signing in and out of the console, and what becomes of what somebody wrote meanwhile. docs/adr/0031 */

const { world, newPage, journey } = pagesInBrowser();
const idOf = (key: 'practitioner' | 'supervisor'): string => world().heed.demo.organisation.staff[key].id;

journey(
  'what was written when the session was over is kept, and sent after signing in again in another tab',
  async () => {
    const dr = world().staff('practitioner');
    const theCase = await dr.raisesConcern(world().client(), 'significant');
    await theCase.reaches('awaiting-client');
    const path = `/cases/${theCase.id}/stand-down`;

    for (const javaScriptEnabled of [true, false]) {
      const page = await newPage({ javaScriptEnabled, viewport: { width: 320, height: 640 } });
      await signsIn(page, world(), 'practitioner', path);
      await page.getByRole('radio', { name: 'The client is safe' }).check();
      await page.getByRole('textbox', { name: 'How do you know?' }).fill('We spoke, and they are at home.');
      await page.context().clearCookies({ name: 'heed' });
      await page.getByRole('button', { name: 'Stand down' }).click();
      await page.getByRole('heading', { name: 'This was not sent: you are not signed in any more' }).waitFor();
      if (javaScriptEnabled) await findsNothingToMend(page);

      const [tab] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByRole('link', { name: 'Sign in (opens in a new tab)' }).click(),
      ]);
      // The provider knows them still, and nobody was signed in here: they are not asked.
      await tab.getByRole('heading', { name: 'My decisions' }).waitFor();
      await page.getByRole('button', { name: 'Go on with what I wrote' }).click();
      await page
        .getByRole('alert')
        .getByText(/You have signed in since you wrote this/)
        .waitFor();
      expect(await page.getByRole('textbox', { name: 'How do you know?' }).inputValue()).toBe(
        'We spoke, and they are at home.',
      );
      expect(await page.getByRole('radio', { name: 'The client is safe' }).isChecked()).toBe(true);
      if (javaScriptEnabled) await findsNothingToMend(page);
      else await page.getByRole('button', { name: 'Stand down' }).click();
      await page.context().close();
    }
    await theCase.reaches('aftercare');
  },
);

journey('signed out, nothing is shown by the way back, and the next sign-in is asked for', async () => {
  const page = await newPage();
  await signsIn(page, world(), 'practitioner');
  await page.goto(`${world().heed.url}/cases`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await findsNothingToMend(page);
  await page.goBack();
  await page.getByRole('heading', { name: 'Choose who you are' }).waitFor();
  await page.goto(`${world().heed.url}/login/callback?state=none`);
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await findsNothingToMend(page);
});

journey('another person who answers the step-up is told so, and nothing has changed', async () => {
  const page = await newPage();
  await signsIn(page, world(), 'practitioner');
  await page.goto(`${world().heed.url}/login?again=`);
  await chooses(page, idOf('supervisor'));
  await page.getByRole('heading', { name: 'Nobody has shown that it is you' }).waitFor();
  await findsNothingToMend(page);
  await page.getByRole('link', { name: 'My decisions' }).last().click();
  await page.getByText(world().heed.demo.organisation.staff.practitioner.name).waitFor();
});
