import { giveBack } from '../../records/outbox';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import type { RecipientName } from '../../workflows/urgent-care/words';
import type { CaseInWorld, ClientInWorld } from '../support/people';
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
