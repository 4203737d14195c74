import { createWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

test('a concern is carried from the client, who is told first, to a contact who acts', async () => {
  const dr = world.staff('practitioner');
  const jo = world.client();

  const theCase = await dr.raisesConcern(jo, 'significant');
  await jo.receivesSms(/thinking of contacting/);
  await theCase.reaches('awaiting-client');
  await jo.answers({ gp: 'refuse', 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  await jo.contact1.receivesSms(/please call/);
  await theCase.reaches('awaiting-acknowledgement');
  await jo.contact1.repliesBySms('1');
  await jo.receivesSms(/we told your first contact/);
  await dr.receivesSms(/someone acting/);
  await theCase.reaches('aftercare');
  expect((await theCase.outcome(dr, 'someone-acting')).status).toBe(201);
  const closed = await theCase.reaches('closed');

  expect(closed.outcome).toMatchObject({ kind: 'someone-acting', by: dr.id });
  expect(closed.recipients).toMatchObject([
    { recipient: 'gp', status: 'no-mandate', mandate: null },
    { recipient: 'contact-1', status: 'acting', mandate: { kind: 'consent', row: 1, tier: 'concern' } },
    { recipient: 'contact-2', status: 'no-mandate', mandate: null },
  ]);
  await jo.gp.receivesNothing();
  await jo.contact2.receivesNothing();
});

test('silence creates no mandate; the plan does, in an emergency, for whom it permits', async () => {
  const dr = world.staff('practitioner');
  const ada = world.client();

  const theCase = await dr.raisesConcern(ada, 'immediate');
  await theCase.reaches('awaiting-client');
  expect((await theCase.decide(dr, { kind: 'proceed', recipients: ['contact-1'], note: '' })).body).toMatchObject({
    type: 'urn:heed:problem:client-first',
  });
  await world.fastForward('PT10M');
  await dr.receivesSms(/waits for your decision/);

  const toBoth = await theCase.decide(dr, { kind: 'proceed', recipients: ['contact-1', 'contact-2'], note: '' });
  expect(toBoth).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:no-mandate' } });
  await ada.contact1.receivesNothing();

  await theCase.proceed(dr, 'contact-1');
  await ada.contact1.receivesSms(/concerned for the wellbeing of Ada Thornbury, please call/);
  expect((await theCase.read()).recipients[1]).toMatchObject({ recipient: 'contact-1', mandate: { row: 2 } });
  await ada.contact2.receivesNothing();
  await theCase.standDown(dr, 'client-safe');
  await ada.contact1.receivesSms(/do not need to do anything more/);
  await theCase.reaches('closed');
});

test('a decision that nobody makes goes from the owner to the duty clinician to the supervisors', async () => {
  const dr = world.staff('practitioner');
  const ben = world.client();

  const theCase = await dr.raisesConcern(ben, 'significant');
  await theCase.reaches('awaiting-client');
  await ben.answers({ gp: 'attention' });
  const asked = await theCase.reaches('deciding');
  expect(asked.checkpoint).toMatchObject({ kind: 'decision', waitingFor: { role: 'owner', staffId: dr.id } });

  await world.fastForward('PT16M');
  expect((await theCase.read()).checkpoint?.waitingFor).toEqual({
    role: 'duty-clinician',
    staffId: world.staff('dutyClinician').id,
  });
  await world.fastForward('PT15M');
  expect((await theCase.read()).checkpoint?.waitingFor).toEqual({
    role: 'supervisor',
    staffId: world.staff('supervisor').id,
  });
  await theCase.proceed(world.staff('supervisor'), 'gp');
  expect(await ben.gp.receivesEmail(/call us/)).not.toMatch(/wellbeing|Ben|Okonjo/);
  await theCase.standDown(dr, 'client-safe');
  await theCase.reaches('closed');
});

test('"cannot" moves on at once, and when nobody acts staff are paged until a person says what they did', async () => {
  const dr = world.staff('practitioner');
  const dev = world.client();

  const theCase = await dr.raisesConcern(dev, 'significant');
  await theCase.reaches('awaiting-client');
  await dev.answers({ gp: 'concern', 'contact-1': 'attention', 'contact-2': 'attention' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'gp', 'contact-1', 'contact-2');
  expect(await dev.contact1.receivesSms(/please call/)).not.toMatch(/wellbeing|Dev/);
  await dev.contact2.receivesSms(/please call/);
  await dev.gp.receivesNothing();

  await dev.contact1.repliesBySms('2');
  await dev.contact2.repliesBySms('2');
  await dev.gp.receivesEmail(/wellbeing of Dev Raman/);
  await world.fastForward('PT16M');
  await theCase.reaches('nobody-acting');
  await world.staff('dutyClinician').receivesSms(/nobody acting. Call 999/);
  await world.staff('supervisor').receivesSms(/nobody acting/);
  await world.fastForward('PT31M');
  const pages = (await theCase.timeline()).filter(({ kind }) => kind === 'staff.asked-for-action');
  expect(pages.length).toBeGreaterThanOrEqual(3);

  const outcome = await theCase.outcome(world.staff('dutyClinician'), 'emergency-services');
  expect(outcome.status).toBe(201);
  await theCase.reaches('closed');
});

test('a withdrawal stops what is not sent, the client hears what had gone, and the practitioner decides anew', async () => {
  const dr = world.staff('practitioner');
  const edie = world.client();

  const theCase = await dr.raisesConcern(edie, 'significant');
  await theCase.reaches('awaiting-client');
  await edie.answers({ gp: 'concern', 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1', 'gp');
  await edie.contact1.receivesSms(/please call/);

  expect((await theCase.withdraw('all')).status).toBe(201);
  await edie.receivesSms(/Before that we had told your first contact/);
  await theCase.reaches('deciding');
  await world.fastForward('PT4M');
  expect(edie.contact1.smsCount()).toBe(1);
  await edie.gp.receivesNothing();
  expect(await theCase.decide(dr, { kind: 'proceed', recipients: ['gp'], note: '' })).toMatchObject({
    status: 422,
    body: { rulings: [{ recipient: 'gp', row: 9, result: 'refused' }] },
  });

  await theCase.standDown(dr, 'client-safe');
  await theCase.reaches('closed');
  expect(edie.contact1.smsCount()).toBe(1);
});

test('nothing is sent after a death', async () => {
  const dr = world.staff('practitioner');
  const finn = world.client();

  const theCase = await dr.raisesConcern(finn, 'significant');
  await theCase.reaches('awaiting-client');
  await finn.answers({ 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  await finn.contact1.receivesSms(/please call/);
  const told = finn.smsCount();

  expect((await theCase.standDown(dr, 'deceased')).status).toBe(201);
  await theCase.reaches('closed');
  await world.settle();
  expect(finn.smsCount()).toBe(told);
  expect(finn.contact1.smsCount()).toBe(1);
});

test('asked again, the client has a new window and a new link', async () => {
  const dr = world.staff('practitioner');
  const gwen = world.client();

  const theCase = await dr.raisesConcern(gwen, 'significant');
  await theCase.reaches('awaiting-client');
  await gwen.answers({}, { callBack: true });
  await theCase.reaches('deciding');
  expect((await theCase.timeline()).map(({ kind }) => kind)).toContain('client.asked-for-call');

  expect((await theCase.decide(dr, { kind: 'ask-again', note: 'We spoke.' })).status).toBe(201);
  await theCase.reaches('awaiting-client');
  expect(gwen.smsCount()).toBe(2);
  await gwen.answers({ 'contact-2': 'attention' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-2');
  await gwen.contact2.receivesSms(/please call/);
  await theCase.standDown(dr, 'client-safe');
  await theCase.reaches('closed');
});

test('a channel that fails for good gives way to the next one, and a person without one to the next person', async () => {
  const dr = world.staff('practitioner');
  const hugo = world.client();
  const { gp, contacts } = hugo.described.urgentCarePlan;
  world.heed.sandbox.setFaults([
    { vendor: 'twilio', to: contacts[0]?.mobile ?? '', times: 1, fault: '30005' },
    { vendor: 'sendgrid', to: gp?.email ?? '', times: 1, fault: 'bounce' },
  ]);

  const theCase = await dr.raisesConcern(hugo, 'significant');
  await theCase.reaches('awaiting-client');
  await hugo.answers({ 'contact-1': 'concern', gp: 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1', 'gp');

  await hugo.contact1.receivesCall(/concerned for the wellbeing of/);
  expect(await hugo.contact1.presses('2')).toMatch(/we have your answer/);
  await hugo.gp.receivesEmail(/please call/i);
  await theCase.reaches('nobody-acting');
  expect((await theCase.read()).recipients).toMatchObject([
    { recipient: 'gp', status: 'failed', messages: [{ channel: 'email', status: 'failed-permanent' }] },
    { recipient: 'contact-1', status: 'cannot', messages: [{ channel: 'sms' }, { channel: 'voice' }] },
    { recipient: 'contact-2' },
  ]);
  await theCase.standDown(dr, 'transferred');
  await theCase.reaches('closed');
});

test('a message to the client that cannot arrive is no question: the practitioner decides without waiting', async () => {
  const dr = world.staff('practitioner');
  const isla = world.client();
  const { mobile, email } = isla.described;
  world.heed.sandbox.setFaults([
    { vendor: 'twilio', to: mobile ?? '', times: 1, fault: '21610' },
    { vendor: 'sendgrid', to: email ?? '', times: 1, fault: 'bounce' },
  ]);

  const theCase = await dr.raisesConcern(isla, 'immediate');
  await theCase.reaches('deciding');
  const refused = await theCase.decide(dr, { kind: 'proceed', recipients: ['contact-1'], note: '' });
  expect(refused).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:no-mandate' } });
  await theCase.standDown(dr, 'emergency-services');
  await theCase.reaches('closed');
});
