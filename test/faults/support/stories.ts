import type { Body } from '../../../client/heed-client';
import type { UrgentCareActivities } from '../../../workflows/urgent-care/contract';
import type { Immediacy, OutcomeKind, RecipientName } from '../../../workflows/urgent-care/words';
import { childAtRisk } from '../../support/child-at-risk';
import type { CaseInWorld, ClientInWorld, Staff } from '../../support/people';

export type Activity = keyof UrgentCareActivities;

/** Every activity of urgent care. Those that send have a second transaction; ending a case sends nothing. */
export const transactionsOf: Readonly<Record<Activity, 1 | 2>> = {
  informClient: 2,
  tellClientWhatHadGone: 2,
  askForDecision: 2,
  askForApproval: 2,
  tellProposerTheyMayProceed: 2,
  tellSkippedApprovers: 2,
  disclose: 2,
  pageForAction: 2,
  passOnNews: 2,
  askToTelephoneGp: 2,
  tellThoseWhoWereTold: 2,
  tellClientWhatWasShared: 2,
  askForOutcome: 2,
  offerHandover: 2,
  askForTask: 2,
  askClientHowItWas: 2,
  cancelEverythingAndHold: 1,
  closeCase: 1,
};

interface Scene {
  readonly dr: Staff;
  readonly dutyClinician: Staff;
  readonly jo: ClientInWorld;
  readonly theCase: CaseInWorld;
  /** Resolves when everything that followed so far has happened. */
  readonly rest: () => Promise<void>;
  /** Resolves when it rests after the timeline has told of this: a window of the policy had to go by first. */
  readonly comesTo: (kind: string) => Promise<void>;
}

/** A case that only people's acts carry on, so that no window of the policy must be waited for but those of a moment. */
export interface Story {
  readonly name: string;
  readonly immediacy: Immediacy;
  /** Its steps after the concern was raised, in their order. */
  readonly steps: readonly Activity[];
  /** So many of them, from the first on, are left in peace: another story's worker dies in them. Each sends one email. */
  readonly spared: number;
  readonly outcome: OutcomeKind;
  /** The one person beside the client and the staff who may be written to. */
  readonly tells: RecipientName;
  readonly play: (scene: Scene) => Promise<void>;
}

const aContactActsAfterAll: Story = {
  name: 'a contact cannot help, then acts after all, and the case is stood down',
  immediacy: 'significant',
  steps: [
    'informClient',
    'askForDecision',
    'disclose',
    'passOnNews',
    'pageForAction',
    'tellClientWhatWasShared',
    'askForOutcome',
    'tellThoseWhoWereTold',
    'askClientHowItWas',
    'closeCase',
  ],
  spared: 0,
  outcome: 'client-safe',
  tells: 'contact-1',
  play: async ({ dr, jo, theCase, rest }) => {
    await jo.answers({ gp: 'refuse', 'contact-1': 'concern' });
    await rest();
    await theCase.proceed(dr, 'contact-1');
    await rest();
    await jo.contact1.repliesBySms('I am at work, is Jo all right?');
    await rest();
    await jo.contact1.repliesBySms('2');
    await rest();
    await jo.contact1.repliesBySms('1');
    await rest();
    await theCase.standDown(dr, 'client-safe');
  },
};

const aDeathAfterAWithdrawal: Story = {
  name: 'the client takes back what the GP was told under, and dies',
  immediacy: 'significant',
  steps: [
    'informClient',
    'askForDecision',
    'disclose',
    'tellClientWhatHadGone',
    'askForDecision',
    'cancelEverythingAndHold',
  ],
  spared: 2,
  outcome: 'deceased',
  tells: 'gp',
  play: async ({ dr, jo, theCase, rest }) => {
    await jo.answers({ gp: 'concern' });
    await rest();
    await theCase.proceed(dr, 'gp');
    await rest();
    await theCase.withdraw('all');
    await rest();
    await theCase.standDown(dr, 'deceased');
  },
};

const anOverrideThatNobodyApproves: Story = {
  name: 'nobody approves an override, its proposer goes ahead, and the case is offered to a colleague',
  immediacy: 'immediate',
  steps: [
    'informClient',
    'askForDecision',
    'askForApproval',
    'tellProposerTheyMayProceed',
    'tellSkippedApprovers',
    'disclose',
    'askToTelephoneGp',
    'askForTask',
    'offerHandover',
    'cancelEverythingAndHold',
  ],
  spared: 2,
  outcome: 'deceased',
  tells: 'gp',
  play: async ({ dr, dutyClinician, jo, theCase, rest, comesTo }) => {
    await jo.answers({ 'contact-1': 'refuse' });
    await rest();
    const { decisionId } = await theCase.act(dr, 'decisions', tellTheGpOfAChild);
    await comesTo('staff.told-they-may-proceed');
    const reason = 'Neither supervisor has answered in time.';
    await theCase.act(dr, 'decisions', { kind: 'proceed-unapproved', decisionId, reason });
    await comesTo('staff.asked-for-override-review');
    await theCase.act(dr, 'handovers', { to: dutyClinician.id, note: 'I am off at six.' });
    await rest();
    await theCase.standDown(dr, 'deceased');
  },
};

/** Of the GP the client has said nothing. */
const tellTheGpOfAChild: Body<'recordDecision'> = {
  ...childAtRisk,
  disclosures: [{ recipient: 'gp', tier: 'summary' }],
};

/** The longest first: the short ones fill the lanes that become free. */
export const stories: readonly Story[] = [aContactActsAfterAll, anOverrideThatNobodyApproves, aDeathAfterAWithdrawal];
