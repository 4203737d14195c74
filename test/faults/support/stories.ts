import type { UrgentCareActivities } from '../../../workflows/urgent-care/contract';
import type { OutcomeKind, RecipientName } from '../../../workflows/urgent-care/words';
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

/** Pages of staff that go the very way of another one: the same two transactions, with other words. */
export const pagedLikeADecision: readonly Activity[] = [
  'askForApproval',
  'askForTask',
  'askToTelephoneGp',
  'offerHandover',
  'tellProposerTheyMayProceed',
  'tellSkippedApprovers',
];

export interface Scene {
  readonly dr: Staff;
  readonly jo: ClientInWorld;
  readonly theCase: CaseInWorld;
  /** Resolves when everything that followed so far has happened. */
  readonly rest: () => Promise<void>;
}

/** A case that only people's acts carry on, so that no window of the policy must be waited for. */
export interface Story {
  readonly name: string;
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

export const stories: readonly Story[] = [aContactActsAfterAll, aDeathAfterAWithdrawal];
