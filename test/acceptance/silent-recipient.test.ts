import { planOf } from '../../records/people';
import type { CaseInWorld, ClientInWorld } from '../support/people';
import { createWorld, type World } from '../support/world';

/** Somebody who hears no text messages at night is telephoned. domain.md §3.6, docs/adr/0016 */

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.stop());

/** The first contact is to be told, and has the SMS. */
async function telling(someone: ClientInWorld): Promise<CaseInWorld> {
  const dr = world.staff('practitioner');
  const theCase = await dr.raisesConcern(someone, 'significant');
  await theCase.reaches('awaiting-client');
  await someone.answers({ 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  await someone.contact1.receivesSms(/wellbeing of/);
  return theCase;
}

/** The plan knows an email address of the first contact too. */
async function contactHasEmail({ described: { id } }: ClientInWorld, email: string): Promise<void> {
  const { records, demo } = world.heed;
  await records.withOrganisation(demo.organisation.id, new Date(), async (work) => {
    const plan = await planOf(work, id);
    if (!plan?.contacts[0]) throw new Error('The client has no first contact.');
    const { neverContact: _never, ...words } = plan;
    const contacts = [{ ...plan.contacts[0], email }, plan.contacts[1]];
    const sealed = await work.seal(id, { ...words, contacts });
    await work.db.urgentCarePlan.update({ where: { clientId: id }, data: { sealed } });
  });
}

const contactIn = async (theCase: CaseInWorld) => {
  const { recipients } = await theCase.read();
  const contact = recipients.find(({ recipient }) => recipient === 'contact-1');
  return { status: contact?.status, ways: contact?.messages.map(({ channel }) => channel) };
};

async function ended(theCase: CaseInWorld): Promise<void> {
  await theCase.standDown(world.staff('practitioner'), 'client-safe');
  await theCase.reaches('closed');
}

test('a silent contact gets an SMS, then a call, then an email; the key pressed on the call is the answer', async () => {
  const jo = world.client();
  const to = 'first.contact@mail.example';
  await contactHasEmail(jo, to);
  const theCase = await telling(jo);

  await world.fastForward('PT4M');
  expect(await contactIn(theCase)).toMatchObject({ ways: ['sms'] });
  await world.fastForward('PT1M30S');
  await jo.contact1.receivesCall(/wellbeing of Jo/);
  expect(await contactIn(theCase)).toMatchObject({ ways: ['sms', 'voice'] });
  await world.fastForward('PT5M');
  expect(await contactIn(theCase)).toMatchObject({ ways: ['sms', 'voice', 'email'] });
  expect(world.heed.sandbox.messages({ to, channel: 'email' })).toMatchObject([
    { text: expect.stringMatching(/wellbeing of Jo/) },
  ]);

  expect(await jo.contact1.presses('1')).toMatch(/we have your answer/);
  await theCase.reaches('aftercare');
  expect(await contactIn(theCase)).toMatchObject({ status: 'acting' });
  await ended(theCase);
  // Where a message of ours may wait to be read, and by no second call.
  const over = expect.stringMatching(/do not need to do anything more/);
  expect(world.heed.sandbox.messages({ to, channel: 'email' })).toMatchObject([{}, { text: over }]);
  const phone = jo.described.urgentCarePlan.contacts[0]?.mobile ?? '';
  const onThePhone = world.heed.sandbox.messages({ to: phone });
  expect(onThePhone.map(({ channel }) => channel)).toEqual(['sms', 'voice', 'sms']);
  expect(onThePhone.at(-1)).toMatchObject({ text: over });
});

test('a call that fails for good, and no email address: the SMS goes once more at once, and is answered', async () => {
  const ada = world.client();
  const theCase = await telling(ada);
  const { contacts } = ada.described.urgentCarePlan;
  world.heed.sandbox.setFaults([{ vendor: 'twilio', to: contacts[0]?.mobile ?? '', times: 1, fault: 'call-failed' }]);

  await world.fastForward('PT6M');
  expect(await contactIn(theCase)).toMatchObject({ status: 'delivered', ways: ['sms', 'voice', 'sms'] });
  await theCase.reaches('awaiting-acknowledgement');
  await ada.contact1.repliesBySms('1');
  await theCase.reaches('aftercare');
  expect(await contactIn(theCase)).toMatchObject({ status: 'acting' });
  await ended(theCase);
});
