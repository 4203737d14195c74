import { createWorld, type World } from '../support/world';

/** From registration to a practitioner who has accepted, over weeks, in the words of domain.md §2. */

// Weeks are skipped in small steps, and each step settles.
jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.stop());

test('who takes weeks, and gives a safety answer, is reminded, phoned, and comes to a practitioner who accepts', async () => {
  const [clinician, supervisor] = [world.staff('dutyClinician'), world.staff('supervisor')];
  const robin = await world.newcomer('Robin', { preferences: { presentingNeed: 'trauma' } });
  await robin.receivesSms(/a form for you to read and sign/);
  await world.fastForward('P2D');
  await robin.receivesSms(/your form still waits/);
  await robin.signs();

  await robin.receivesSms(/some questions/);
  await world.fastForward('P13D');
  await robin.receivesSms(/your questions still wait/);
  await robin.answersAllQuestions('worried');
  await robin.reaches('safety-conversation');
  await clinician.receivesSms(/asks for a person now/);

  // Nothing else goes on meanwhile, however long it takes.
  const written = robin.smsCount();
  await world.fastForward('PT12H');
  expect(await robin.status()).toBe('safety-conversation');
  expect(robin.smsCount()).toBe(written);
  await robin.act(clinician, 'safety-judgements', {
    note: 'Phoned, and spoke for half an hour.',
    urgentCarePlanNeeded: true,
    openCase: false,
  });

  await robin.reaches('planning-urgent-care');
  await world.staff('admin').receivesSms(/waits for its urgent care plan/);
  await world.fastForward('P2D');
  await supervisor.receivesSms(/waits for its urgent care plan/);
  await robin.completesPlan(clinician);

  await robin.reaches('allocating');
  await robin.act(supervisor, 'allocation-decisions', { kind: 'confirm' });
  await robin.reaches('awaiting-practitioner');
  await world.staff('practitioner').receivesSms(/is offered to you/);
  await robin.act(world.staff('practitioner'), 'allocation-answers', { answer: 'accept' });
  await robin.reaches('enrolled');
  await robin.receivesSms(/Dr Amara Obi is there for you/);
});
