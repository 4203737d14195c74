import type { Page } from 'playwright-core';
import { afterAnswer, afterSilence } from '../support/case-to-decide';
import { childAtRisk } from '../support/child-at-risk';
import { findsNothingToMend, pagesInBrowser, tabTo } from '../support/in-browser';
import { chooses, signsIn } from '../support/signs-in';

/** Each thing that a person records in a case has its form, and a case's page says at a glance how it stands. domain.md §3 */

const { world, newPage, journey } = pagesInBrowser();

journey('what the client says on the phone, and what a contact says, is recorded by a person', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');

  const page = await newPage();
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await findsNothingToMend(page);
  await page.getByRole('link', { name: 'Record what they said' }).click();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Record what they said' }).click();
  await page.getByRole('alert').getByText('What they answered must be filled in.').waitFor();
  await findsNothingToMend(page);
  const aboutContact = page.getByRole('group', { name: /May we tell them\? First contact/ });
  await aboutContact.getByRole('radio', { name: 'Yes: that there is concern for their wellbeing' }).check();
  const aboutGp = page.getByRole('group', { name: /May we tell them\? The GP/ });
  await aboutGp.getByRole('radio', { name: 'No, tell them nothing' }).check();
  await page.getByRole('checkbox', { name: 'They ask to be called' }).check();
  await page.getByRole('button', { name: 'Record what they said' }).click();
  await theCase.reaches('deciding');
  await page.getByRole('heading', { name: /Decide whom to tell/ }).waitFor();
  await findsNothingToMend(page);
  const [contact] = jo.described.urgentCarePlan.contacts;
  await page.getByRole('checkbox', { name: new RegExp(`First contact, ${contact?.name}`) }).waitFor();
  await page.getByRole('button', { name: 'Tell them' }).click();
  await theCase.reaches('awaiting-acknowledgement');

  await page.getByRole('link', { name: 'Record what somebody who was told said' }).click();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Who said it must be one of these.' }).waitFor();
  await findsNothingToMend(page);
  await page.getByRole('radio', { name: /First contact/ }).check();
  await page.getByRole('radio', { name: 'Is acting' }).check();
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByRole('cell', { name: /Is acting: / }).waitFor();

  const files = await Promise.all(
    ['The whole case as a PDF, for a review', 'The whole case as data (JSON)'].map(async (name) => {
      const address = await page.getByRole('link', { name }).getAttribute('href');
      const answered = await page.request.get(`${world().heed.url}${address}`);
      expect(answered.headers()['content-disposition']).toMatch(/^attachment; filename=case-\w+\.(pdf|json)$/);
      return answered;
    }),
  );
  expect((await files[0]?.body())?.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await files[1]?.json()).toMatchObject({
    owner: 'Dr Amara Obi',
    case: { id: theCase.id, concern: expect.any(String) },
    people: expect.arrayContaining([{ recipient: 'contact-1', name: contact?.name }]),
    answers: expect.arrayContaining([
      expect.objectContaining({ recipient: 'gp', answer: 'refuse', heardBy: 'Dr Amara Obi' }),
    ]),
    decisions: [expect.objectContaining({ kind: 'proceed', by: 'Dr Amara Obi', recipients: ['contact-1'] })],
    mandates: [expect.objectContaining({ recipient: 'contact-1', row: 1, article6: expect.any(String) })],
    timeline: expect.arrayContaining([expect.objectContaining({ kind: 'recipient.acting' })]),
  });
  await findsNothingToMend(page);
});

journey('a 999 call, a hand-over and a withdrawal are recorded from the head of the page', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');

  const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await page.getByRole('link', { name: '999 was called' }).click();
  await page.getByRole('textbox', { name: 'Who called' }).fill('');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByRole('link', { name: 'Who called must not be empty.' }).waitFor();
  await page.getByRole('textbox', { name: 'Who called' }).fill('Their neighbour');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByText('999 was called by Their neighbour').waitFor();

  await page.getByRole('link', { name: 'Hand the case over to a colleague' }).click();
  await page.getByRole('button', { name: 'Offer it to them' }).click();
  await page.getByRole('link', { name: 'To whom must be one of these.' }).waitFor();
  await page.getByRole('combobox', { name: 'To whom' }).selectOption(world().staff('supervisor').id);
  await page.getByRole('button', { name: 'Offer it to them' }).click();
  await page.getByText('Offered to Ruth Ellery, who has not answered yet.').waitFor();

  await page.getByRole('link', { name: 'The client takes something back' }).click();
  await page.getByRole('button', { name: 'Take these back' }).click();
  await page.getByRole('link', { name: 'Whom must be at least one.' }).waitFor();
  await page.getByRole('button', { name: 'Nobody may be told anything' }).click();
  await page.getByText(/The client withdraws: .+ may not be told any more\./).waitFor();
  await theCase.standDown(dr, 'client-safe');
});

journey('nobody approves in time: the proposer goes ahead unapproved', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'immediate');
  await theCase.reaches('awaiting-client');
  await world().fastForward('PT10M');
  await theCase.reaches('deciding');
  await theCase.decide(dr, { ...childAtRisk, disclosures: [{ recipient: 'gp', tier: 'summary' }] });

  const page = await newPage();
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await page.getByText('If nobody answers, you may go ahead unapproved.').waitFor();
  await findsNothingToMend(page);
  await world().fastForward('PT20M');
  await page.reload();
  await page.getByRole('link', { name: 'Go ahead unapproved' }).click();
  await chooses(page, dr.id);
  await findsNothingToMend(page);
  await page.getByRole('textbox', { name: 'Why can it not wait any longer?' }).fill('Now');
  await page.getByRole('button', { name: 'Go ahead unapproved' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'Your reason must be at least a sentence.' }).click();
  await page.keyboard.type(': they have left the house, and nobody knows where to.');
  await page.getByRole('button', { name: 'Go ahead unapproved' }).click();
  await page.getByText('Went ahead unapproved').waitFor();
  await jo.gp.receivesEmail(/What happened/);
  await theCase.standDown(dr, 'client-safe');
});

journey('two supervisors answer at once: one is heard, the other reads who came first', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await afterSilence(world(), dr, jo);
  await theCase.decide(dr, { ...childAtRisk, disclosures: [{ recipient: 'gp', tier: 'summary' }] });
  const { id: decisionId } = await theCase.read().then(({ checkpoint }) => ({ id: checkpoint?.decisionId }));
  const [one, other] = await Promise.all(
    (['supervisor', 'secondSupervisor'] as const).map(async (key) => {
      const page = await newPage();
      await signsIn(page, world(), key, `/cases/${theCase.id}/approvals/${decisionId}`);
      await page
        .getByRole('textbox', { name: 'Your reason' })
        .fill(`${key} has read the case, and sees no lesser way.`);
      return page;
    }),
  );
  if (!one || !other) throw new Error('Two browsers were opened.');
  await Promise.all([
    one.getByRole('button', { name: 'Approve' }).click(),
    other.getByRole('button', { name: 'Decline' }).click(),
  ]);
  const wasHeard = (page: Page) => page.getByRole('heading', { level: 1, name: /^[^ ]+ [^ ]+$/ }).count();
  await Promise.all([one, other].map((page) => page.waitForLoadState()));
  const [first, late] = (await wasHeard(one)) > 0 ? [one, other] : [other, one];
  await late.getByRole('alert').getByText('This needs no answer any more').waitFor();
  const winner =
    first === one ? /It was approved\. .+: supervisor has read/ : /It was declined\. .+: secondSupervisor has read/;
  await late.getByText(winner).waitFor();
  await findsNothingToMend(late);
  expect(await wasHeard(first)).toBe(1);
  await theCase.standDown(dr, 'client-safe');
});

journey('a page whose stream was broken shows what changed meanwhile', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  const page = await newPage();
  const isStream = (url: URL): boolean => url.pathname === '/live';
  const streams = () => page.waitForResponse((response) => isStream(new URL(response.url())));
  const opened = streams();
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await opened;

  await page.route(isStream, (route) => route.abort());
  const broken = page.waitForEvent('requestfailed', (request) => isStream(new URL(request.url())));
  world().heed.dropConnections();
  await broken;
  await jo.answers({ gp: 'summary' });
  await theCase.reaches('deciding');
  const standing = page.locator('#standing');
  expect(await standing.textContent()).toBe('The client has been asked, and has time to answer.');

  const again = streams();
  await page.unroute(isStream);
  await again;
  await standing.getByText('Somebody must decide now whom to tell.').waitFor();
  await page.getByRole('checkbox', { name: /The GP/ }).waitFor();
  // And goes on to hear what happens.
  await theCase.proceed(dr, 'gp');
  await page.getByText('Decided to tell the GP').waitFor();
  await theCase.standDown(dr, 'client-safe');
});

journey('from the sign-in to "Tell them" by keyboard alone', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await afterAnswer(dr, jo, { 'contact-1': 'concern' });

  const page = await newPage();
  await page.goto(world().heed.url);
  await tabTo(page, 'input[name="account"]');
  const themselves = page.locator(`input[value="${dr.id}"]:focus`);
  for (let presses = 0; presses < 20 && (await themselves.count()) === 0; presses += 1) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Space');
  await tabTo(page, 'button');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${world().heed.url}/`);
  await tabTo(page, `a[href*="${theCase.id}"]`);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${world().heed.url}/cases/${theCase.id}`);
  await tabTo(page, 'input[name="recipients"]');
  await tabTo(page, 'form[action$="/proceed"] button');
  await page.keyboard.press('Enter');
  await jo.contact1.receivesSms(/./);
  await page.getByText('Decided to tell the first contact').waitFor();
  await theCase.standDown(dr, 'client-safe');
});

/** Stands in for a loudspeaker and an icon, and says what they were given. */
const listening = `
  const heard = { notes: 0, badge: -1 };
  const node = { connect: (next) => next };
  globalThis.heard = heard;
  globalThis.AudioContext = class {
    currentTime = 0;
    destination = node;
    resume = async () => undefined;
    createGain = () => ({ ...node, gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} } });
    createOscillator = () => ({ ...node, frequency: {}, start: () => { heard.notes += 1; }, stop() {} });
  };
  Object.defineProperty(navigator, 'setAppBadge', { value: async (count) => { heard.badge = count; } });
`;

journey('whoever asks for it hears that something new waits, and sees how many on the icon', async () => {
  const dr = world().staff('practitioner');
  const page = await newPage();
  await page.addInitScript({ content: listening });
  const heard = () => page.evaluate('heard') as Promise<{ notes: number; badge: number }>;
  await signsIn(page, world(), 'practitioner');
  const button = page.getByRole('button', { name: 'Play a sound when something new waits' });
  await button.click();
  await page.getByRole('button', { name: 'Play a sound when something new waits', pressed: true }).waitFor();
  await findsNothingToMend(page);
  const before = await heard();
  expect(before.notes).toBe(2);

  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  await jo.answers({ 'contact-1': 'concern', gp: 'refuse' });
  await page.getByText('The client agreed: the first contact. Said no: the GP.').waitFor();
  await page.getByText('You may tell the first contact.').waitFor();
  expect(await heard()).toEqual({ notes: 4, badge: before.badge + 1 });
  await findsNothingToMend(page);
  await theCase.standDown(dr, 'client-safe');

  // Their browser keeps it, and nobody else does.
  await page.reload();
  await page.getByRole('button', { name: 'Play a sound when something new waits', pressed: true }).waitFor();
  const elsewhere = await newPage();
  await signsIn(elsewhere, world(), 'practitioner');
  await elsewhere.getByRole('button', { name: 'Play a sound when something new waits', pressed: false }).waitFor();
});

journey('a concern is raised from the client’s page', async () => {
  const jo = world().client();
  const page = await newPage();
  await signsIn(page, world(), 'practitioner', `/clients/${jo.described.id}`);
  await page.getByRole('link', { name: 'Raise a concern' }).click();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Raise the concern' }).click();
  await page.getByRole('link', { name: 'How soon somebody must act must be one of these.' }).waitFor();
  await page.getByRole('link', { name: 'What concerns you must not be empty.' }).click();
  await page.keyboard.type('Said goodbye in an unusual way.');
  await findsNothingToMend(page);
  await page.getByRole('radio', { name: 'Significant' }).check();
  await page.getByRole('radio', { name: 'No: telling them would raise the risk' }).check();
  await page
    .getByRole('textbox', { name: 'If not: why would telling them raise the risk?' })
    .fill('Their partner reads their phone.');
  await page.getByRole('button', { name: 'Raise the concern' }).click();
  await page.getByRole('heading', { name: 'Approve or decline what was proposed' }).waitFor();
  await page.getByText('Said goodbye in an unusual way.').first().waitFor();
  await findsNothingToMend(page);
  const theCase = world().case(new URL(page.url()).pathname.replace('/cases/', ''));
  await theCase.standDown(world().staff('practitioner'), 'client-safe');
});

journey('every page of a case says first to call 999, and can be read by everybody', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await afterAnswer(dr, jo, { 'contact-1': 'concern' });
  await theCase.proceed(dr, 'contact-1');
  await jo.contact1.receivesSms(/./);

  const page = await newPage();
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await page.getByRole('link', { name: 'Wait with telling the client what was shared' }).click();
  await findsNothingToMend(page);
  await page.getByRole('textbox', { name: 'What was said or done' }).fill('They are asleep in hospital.');
  await page.getByLabel('Wait until').fill('2026-01-01T09:00');
  await page.getByRole('button', { name: 'Wait' }).click();
  await page.getByRole('link', { name: 'Until when must be a moment that is still to come.' }).waitFor();
  await findsNothingToMend(page);
  await page.getByLabel('Wait until').fill('2031-01-01T09:00');
  await page.getByRole('button', { name: 'Wait' }).click();
  await page
    .getByText('The client is not told what was shared before Wed 1 Jan 09:00. They are asleep in hospital.')
    .waitFor();
  for (const form of ['emergency-calls', 'handovers', 'withdrawal', 'stand-down', 'outcome', 'messages', 'override']) {
    await page.goto(`${world().heed.url}/cases/${theCase.id}/${form}`);
    await page.getByText(/Is anybody in danger now/).waitFor();
    await findsNothingToMend(page);
  }
  await theCase.standDown(dr, 'client-safe');
});
