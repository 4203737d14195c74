import type { Records } from '../../records/records';
import { clientOfFirstDecision } from '../demo/first-decision';
import { inCase } from '../demo/in-case';
import { PlainFailure } from '../plain-failure';
import type { StackClient } from '../stack-client';
import type { Stack } from '../stack-file';
import { concernTheDpo, measure, saveRota, signUp } from './beside-cases';
import { overrideInScene, raiseInScene } from './case-in-scene';

/** What the pictures show, and the links that people in them were sent. */
export interface Scene {
  /** The case that `npm start` leaves to be decided. */
  readonly waiting: { readonly caseId: string };
  readonly proposed: { readonly caseId: string; readonly decisionId: string };
  readonly asked: { readonly link: string; readonly guardAnswer: string };
  readonly told: { readonly link: string };
  /** Who has been measured some times, and shares it with their practitioner. */
  readonly measured: { readonly clientId: string };
  readonly allocating: { readonly signUpId: string };
}

/** Sets it on a stack that has just been started for the first time: by real HTTP, but for what lies months back. */
export async function setScene(http: StackClient, records: Records, stack: Stack): Promise<Scene> {
  const { organisation } = stack;
  const { practitioner } = organisation.staff;
  const [jo, ada, ben, dev, edie] = organisation.clients.filter(
    ({ practitionerId }) => practitionerId === practitioner.id,
  );
  if (!jo || !ada || !ben || !dev || !edie) throw new PlainFailure('The demo has too few clients for the pictures.');
  const [waiting] = await http.casesAbout(clientOfFirstDecision(organisation).id);
  if (!waiting) throw new PlainFailure('No decision was left on the stack of the pictures.');

  const asked = await raiseInScene(http, jo, 'immediate', 'Says they see no way on, and would not say where they are.');
  const proposed = await raiseInScene(http, ada, 'significant', 'Lives with dementia, and left home without a coat.');
  const told = await raiseInScene(
    http,
    ben,
    'significant',
    'Said goodbye in an odd way, and does not answer the phone.',
  );
  const reviewed = await raiseInScene(
    http,
    dev,
    'significant',
    'Depends on care, and their carer has not come for days.',
  );

  await proposed.answers({ gp: 'refuse' });
  const { decisionId } = await proposed.practitioner.decides(overrideInScene);
  await told.answers({ 'contact-1': 'concern' });
  await told.practitioner.decides({ kind: 'proceed', recipients: ['contact-1'], note: 'Within what was agreed.' });
  await reviewed.answers({ gp: 'refuse' });
  const override = await reviewed.practitioner.decides(overrideInScene);
  await inCase(http.as('supervisor'), reviewed.id).approves(override.decisionId, 'The least that helps.');
  await http.submit(await reviewed.linkOfContact(), { answer: 'acting' });
  await http.waitsFor(reviewed.id, 'human-outcome');
  await reviewed.practitioner.recordsOutcome({ kind: 'someone-acting', note: 'Their sister stays the night.' });
  await http.waitsFor(reviewed.id, 'override-review');

  const signUpId = await signUp(http, organisation);
  await measure(http, records, organisation, jo.id);
  await concernTheDpo(http, stack, { optsOut: ben.id, leaves: edie.id, isHeld: dev.id });
  // Last, so that the clock on the wall says nothing about who was asked before.
  await saveRota(http, organisation);
  return {
    waiting: { caseId: waiting.id },
    proposed: { caseId: proposed.id, decisionId },
    asked: { link: await asked.link(), guardAnswer: jo.guardAnswer },
    told: { link: await told.linkOfContact() },
    measured: { clientId: jo.id },
    allocating: { signUpId },
  };
}
