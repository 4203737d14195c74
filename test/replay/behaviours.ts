import { giveBack } from '../../records/outbox';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import type { OutcomeKind, RecipientName } from '../../workflows/urgent-care/words';
import type { CaseInWorld, ClientInWorld, Staff } from '../support/people';
import type { World } from '../support/world';

/**
 * What urgent care cases do, each with a history in `histories/`. A new behaviour of the story gets an entry here and a
 * history of its own by `npm run record:history`; the others stay as they are, since cases in the field have them.
 */
export type Behaviour = (world: World) => Promise<CaseInWorld>;

export const behaviours: Readonly<Record<string, Behaviour>> = {
  'consented-and-acting': async (world) => {
    const { theCase, jo } = await decided(world, 'contact-1');
    await jo.contact1.receivesSms(/please call/);
    await jo.contact1.repliesBySms('1');
    return confirmed(world, theCase);
  },

  'refused-and-stood-down': async (world) => {
    const { theCase, jo } = await asked(world);
    await jo.answers({ gp: 'refuse', 'contact-1': 'refuse', 'contact-2': 'refuse' });
    await theCase.reaches('deciding');
    return stoodDown(world, theCase);
  },

  'silence-to-supervisor': async (world) => {
    const { theCase } = await asked(world);
    await world.fastForward('PT1H40M');
    await theCase.standDown(world.staff('supervisor'), 'client-safe');
    await theCase.reaches('closed');
    return theCase;
  },

  'silence-climbs-the-ladder': async (world) => {
    const { theCase, jo } = await decided(world, 'contact-1');
    await jo.contact1.receivesSms(/please call/);
    await world.fastForward('PT6M');
    await jo.contact1.receivesCall(/please call/);
    // No email address is known: round again, at once.
    await world.fastForward('PT5M');
    await jo.contact1.presses('1');
    return confirmed(world, theCase);
  },

  'nobody-acts': async (world) => {
    const { theCase, jo } = await decided(world, 'contact-1', 'contact-2', 'gp');
    await jo.contact1.receivesSms(/please call/);
    await jo.contact2.receivesSms(/please call/);
    await jo.contact1.repliesBySms('2');
    await jo.contact2.repliesBySms('2');
    await jo.gp.receivesEmail(/please call/);
    await world.fastForward('PT50M');
    await theCase.reaches('nobody-acting');
    return confirmed(world, theCase);
  },

  'read-and-asked-again': async (world) => {
    const { theCase, jo } = await decided(world, 'contact-1');
    await jo.contact1.receivesSms(/please call/);
    await jo.contact1.repliesBySms('0');
    await world.fastForward('PT40M');
    await theCase.reaches('nobody-acting');
    return confirmed(world, theCase);
  },

  'acting-taken-back': async (world) => {
    const { theCase, jo } = await decided(world, 'contact-1');
    await jo.contact1.receivesSms(/please call/);
    await jo.contact1.repliesBySms('1');
    await theCase.reaches('aftercare');
    await world.settle();
    await jo.contact1.repliesBySms('2');
    await theCase.reaches('nobody-acting');
    return confirmed(world, theCase);
  },

  'withdrawal-in-flight': async (world) => {
    const { theCase, jo } = await decided(world, 'contact-1', 'gp');
    await jo.contact1.receivesSms(/please call/);
    await theCase.withdraw('all');
    await jo.receivesSms(/Before that we had told your first contact/);
    await theCase.reaches('deciding');
    return stoodDown(world, theCase);
  },

  'client-not-reached': async (world) => {
    const jo = world.client();
    world.heed.sandbox.setFaults([
      { vendor: 'twilio', to: jo.described.mobile ?? '', times: 1, fault: '21610' },
      { vendor: 'sendgrid', to: jo.described.email ?? '', times: 1, fault: 'bounce' },
    ]);
    const theCase = await world.staff('practitioner').raisesConcern(jo, 'immediate');
    await theCase.reaches('deciding');
    return stoodDown(world, theCase);
  },

  'raised-immediacy': async (world) => {
    const { theCase, jo } = await asked(world);
    await world.staff('dutyClinician').raisesConcern(jo, 'immediate');
    await world.fastForward('PT11M');
    await theCase.reaches('deciding');
    await theCase.proceed(world.staff('practitioner'), 'contact-1');
    await jo.contact1.receivesSms(/please call/);
    return stoodDown(world, theCase);
  },

  'call-back-and-handover': async (world) => {
    const [dr, next] = [world.staff('practitioner'), world.staff('dutyClinician')];
    const { theCase, jo } = await asked(world);
    await jo.answers({}, { callBack: true });
    await theCase.reaches('deciding');
    await world.settle();
    const { handoverId } = await theCase.act(dr, 'handovers', { to: next.id, note: 'I am off at six.' });
    await next.receivesSms(/offered to you/);
    await theCase.act(next, 'handovers', { handoverId, answer: 'accept' });
    await world.fastForward('PT16M');
    await theCase.act(next, 'tasks', { kind: 'call-back', answer: 'done', note: 'Spoke for an hour.' });
    return ended(theCase, next, 'transferred');
  },

  'guard-failed': async (world) => {
    const dr = world.staff('practitioner');
    const { theCase, jo } = await decided(world, 'contact-1', 'gp');
    await jo.contact1.receivesSms(/please call/);
    await jo.failsTheGuard();
    await theCase.reaches('deciding');
    await world.settle();
    await theCase.standDown(dr, 'emergency-services');
    await dr.receivesSms(/may now be told/);
    await theCase.act(dr, 'tasks', { kind: 'tell-client', answer: 'send', note: 'Safe in hospital, phone at hand.' });
    await jo.receivesSms(/what we shared/);
    await theCase.reaches('closed');
    return theCase;
  },

  'asked-how-it-was-by-a-person': async (world) => {
    const dr = world.staff('practitioner');
    const { theCase, jo } = await asked(world);
    await jo.answers({ gp: 'refuse' });
    await theCase.reaches('deciding');
    const until = new Date(world.now().getTime() + 60 * 60_000).toISOString();
    await theCase.act(dr, 'tasks', { kind: 'tell-client', answer: 'wait', note: 'Asleep.', until });
    world.heed.sandbox.setFaults([
      { vendor: 'twilio', to: jo.described.mobile ?? '', fault: '21610' },
      { vendor: 'sendgrid', to: jo.described.email ?? '', fault: '500' },
    ]);
    await theCase.standDown(dr, 'stood-down');
    await world.fastForward('PT61M');
    await theCase.act(dr, 'tasks', { kind: 'tell-client', answer: 'done', note: 'By phone.' });
    await world.fastForward('PT1M');
    await dr.receivesSms(/ask how it was/);
    await theCase.act(dr, 'tasks', { kind: 'ask-client', answer: 'done', note: 'By phone too.' });
    await theCase.reaches('closed');
    return theCase;
  },

  'override-declined-then-approved-and-reviewed': async (world) => {
    const [dr, supervisor, next] = [
      world.staff('practitioner'),
      world.staff('supervisor'),
      world.staff('secondSupervisor'),
    ];
    const { theCase, jo } = await asked(world);
    await world.fastForward('PT1H');
    await theCase.reaches('deciding');
    const declined = await proposed(theCase, dr);
    await supervisor.receivesSms(/waits for your approval/);
    await theCase.act(supervisor, 'approvals', { decisionId: declined, answer: 'decline', reason: 'Call once more.' });
    await world.settle();
    const decisionId = await proposed(theCase, dr);
    await world.fastForward('PT11M');
    await theCase.act(next, 'approvals', { decisionId, answer: 'approve', reason: 'Weighed with care.' });
    await jo.contact2.receivesSms(/please call/);
    await jo.contact2.repliesBySms('1');
    await theCase.reaches('aftercare');
    await world.settle();
    await theCase.outcome(dr, 'someone-acting');
    await supervisor.receivesSms(/override for you to review/);
    await theCase.act(supervisor, 'tasks', { kind: 'override-review', answer: 'done', note: 'Upheld.' });
    await theCase.reaches('closed');
    return theCase;
  },

  'override-unapproved': async (world) => {
    const [dr, supervisor] = [world.staff('practitioner'), world.staff('supervisor')];
    const jo = world.client();
    const theCase = await dr.raisesConcern(jo, 'immediate');
    await theCase.reaches('awaiting-client');
    await world.fastForward('PT11M');
    await theCase.reaches('deciding');
    const decisionId = await proposed(theCase, dr);
    await world.fastForward('PT21M');
    await theCase.act(dr, 'decisions', { kind: 'proceed-unapproved', decisionId, reason: 'Nobody has answered.' });
    await supervisor.receivesSms(/went ahead without your approval/);
    await jo.contact2.receivesSms(/please call/);
    await theCase.standDown(dr, 'emergency-services');
    await world.settle();
    await theCase.act(supervisor, 'tasks', { kind: 'override-review', answer: 'done', note: 'Upheld.' });
    await theCase.reaches('closed');
    return theCase;
  },

  'not-informed-first': async (world) => {
    const [dr, supervisor] = [world.staff('practitioner'), world.staff('supervisor')];
    const jo = world.client();
    const theCase = await dr.raisesConcern(jo, 'significant', 'Whoever reads their phone is the danger.');
    await supervisor.receivesSms(/waits for your approval/);
    const { checkpoint } = await theCase.read();
    const decisionId = checkpoint?.decisionId ?? 'none';
    await theCase.act(supervisor, 'approvals', { decisionId, answer: 'approve', reason: 'Agreed: safer so.' });
    await theCase.reaches('deciding');
    await world.settle();
    await theCase.standDown(dr, 'client-safe');
    await dr.receivesSms(/may now be told/);
    await theCase.act(dr, 'tasks', { kind: 'tell-client', answer: 'done', note: 'In person.' });
    await theCase.reaches('closed');
    return theCase;
  },

  deceased: async (world) => {
    const { theCase, jo } = await decided(world, 'contact-1');
    await jo.contact1.receivesSms(/please call/);
    await theCase.standDown(world.staff('practitioner'), 'deceased');
    await theCase.reaches('closed');
    return theCase;
  },

  'disclosure-fails-over': async (world) => {
    const { theCase, jo } = await asked(world);
    world.heed.sandbox.setFaults([
      { vendor: 'twilio', to: jo.described.urgentCarePlan.contacts[0]?.mobile ?? '', times: 1, fault: '30005' },
      { vendor: 'sendgrid', to: jo.described.urgentCarePlan.gp?.email ?? '', times: 1, fault: 'bounce' },
    ]);
    await jo.answers({ 'contact-1': 'concern', gp: 'concern' });
    await theCase.reaches('deciding');
    await theCase.proceed(world.staff('practitioner'), 'contact-1', 'gp');
    await jo.contact1.receivesCall(/please call/);
    await jo.contact1.presses('2');
    await theCase.reaches('nobody-acting');
    return stoodDown(world, theCase);
  },

  'vendors-away': async (world) => {
    const { theCase, jo } = await asked(world);
    await jo.answers({ 'contact-1': 'concern', gp: 'concern' });
    await theCase.reaches('deciding');
    await world.settle();
    world.heed.sandbox.setFaults([
      { vendor: 'twilio', fault: '500' },
      { vendor: 'sendgrid', fault: '500' },
    ]);
    await theCase.proceed(world.staff('practitioner'), 'contact-1', 'gp');
    await world.fastForward('PT1H10M');
    await theCase.reaches('nobody-acting');
    world.heed.sandbox.setFaults([]);
    return confirmed(world, theCase);
  },

  'asked-again': async (world) => {
    const { theCase, jo } = await asked(world);
    await jo.answers({}, { callBack: true });
    await theCase.reaches('deciding');
    await theCase.decide(world.staff('practitioner'), { kind: 'call', note: '' });
    await world.fastForward('PT6M');
    await theCase.decide(world.staff('practitioner'), { kind: 'ask-again', note: '' });
    await theCase.reaches('awaiting-client');
    await jo.answers({ 'contact-2': 'attention' });
    await theCase.reaches('deciding');
    await theCase.proceed(world.staff('practitioner'), 'contact-2');
    await jo.contact2.receivesSms(/please call/);
    return stoodDown(world, theCase);
  },

  'overtaken-step': async (world) => {
    const { theCase, jo } = await asked(world);
    await jo.answers({ gp: 'attention' });
    await theCase.reaches('deciding');
    await world.settle();
    const goOn = await withdrawUntold(world, theCase);
    // The reminder is due, and meets a withdrawal of which the story has not heard.
    await world.letPass('PT6M');
    await jo.receivesSms(/Nothing had been shared/);
    await goOn();
    await world.settle();
    return stoodDown(world, theCase);
  },
};

/** On a server that asks for a new run after some tens of events: the case goes on where it stood. */
export const goesOnInANewRun: Behaviour = async (world) => {
  const theCase = await behaviours['withdrawal-in-flight']?.(world);
  if (!theCase) throw new Error('There is no such behaviour.');
  return theCase;
};

/** A withdrawal is committed by a process that dies before it can tell the story of it. Answers with how it is told. */
async function withdrawUntold({ heed: { records, demo } }: World, { id }: CaseInWorld): Promise<() => Promise<void>> {
  const [untold] = await records.withOrganisation(demo.organisation.id, new Date(), async (work) => {
    await recordWithdrawal(
      work,
      id,
      { kind: 'client', id: null, name: 'The client' },
      { recipients: 'all', via: 'page' },
    );
    return work.untold;
  });
  if (!untold) throw new Error('The withdrawal is no act.');
  const tellAfter = (waitMs: number): Promise<void> => giveBack(records, untold.id, waitMs, 'held back');
  await tellAfter(60_000);
  return () => tellAfter(0);
}

interface CaseOf {
  readonly theCase: CaseInWorld;
  readonly jo: ClientInWorld;
}

async function asked(world: World): Promise<CaseOf> {
  const jo = world.client();
  const theCase = await world.staff('practitioner').raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  return { theCase, jo };
}

async function decided(world: World, ...recipients: readonly RecipientName[]): Promise<CaseOf> {
  const { theCase, jo } = await asked(world);
  await jo.answers(Object.fromEntries(recipients.map((recipient) => [recipient, 'concern'])));
  await theCase.reaches('deciding');
  await theCase.proceed(world.staff('practitioner'), ...recipients);
  return { theCase, jo };
}

/** To protect a child who was not heard. */
async function proposed(theCase: CaseInWorld, by: Staff): Promise<string> {
  const { decisionId } = await theCase.act(by, 'decisions', {
    kind: 'override',
    disclosures: [{ recipient: 'contact-2', tier: 'concern' }],
    row: 4,
    facts: { atRisk: 'child' },
    alternativesConsidered: 'Calling once more, and waiting until the morning.',
    reason: 'They are sixteen, alone tonight, and nobody has reached them since the afternoon.',
  });
  return decisionId;
}

async function ended(theCase: CaseInWorld, by: Staff, outcome: OutcomeKind): Promise<CaseInWorld> {
  await theCase.standDown(by, outcome);
  await theCase.reaches('closed');
  return theCase;
}

async function stoodDown(world: World, theCase: CaseInWorld): Promise<CaseInWorld> {
  await theCase.standDown(world.staff('practitioner'), 'client-safe');
  await theCase.reaches('closed');
  return theCase;
}

async function confirmed(world: World, theCase: CaseInWorld): Promise<CaseInWorld> {
  await world.settle();
  const { status, body } = await theCase.outcome(world.staff('dutyClinician'), 'someone-acting');
  if (status !== 201) throw new Error(`The outcome was not taken: ${JSON.stringify(body)}`);
  await theCase.reaches('closed');
  return theCase;
}
