import type { InRehearsal } from '../../../records/urgent-care/rehearsal-words';
import type { Policy, PolicyStep } from '../../../workflows/urgent-care/policy';
import type { FormWords } from '../frame/refusal';

type Timed = 'clientWindow' | 'decision' | 'secondApproval' | 'nobodyActing' | 'aftercare';
/** Where a length of time stands in a policy: `clientWindow/immediate`. */
export type TimedPath = { [Part in Timed]: `${Part}/${keyof Policy[Part] & string}` }[Timed];

/** What each length of time is, as the policy is read out and asked for. */
const timed: Readonly<Record<TimedPath, string>> = {
  'clientWindow/immediate': 'How long the client has to answer: immediate',
  'clientWindow/significant': 'How long the client has to answer: significant',
  'clientWindow/watchful': 'How long the client has to answer: watchful',
  'decision/remindAfter': 'Whoever must decide is reminded after',
  'decision/nextPersonAfter': 'The next person on the rota is asked after',
  'secondApproval/nextSupervisorAfter': 'The next supervisor is asked after',
  'secondApproval/immediateMayProceedAfter': 'At immediate the proposer may go ahead without an answer after',
  'nobodyActing/pageEvery': 'Duty clinician and supervisor are paged every',
  'aftercare/tellClientWithin': 'The client is told what was shared within',
  'aftercare/reviewOverrideWithin': 'A supervisor reviews an override within',
  'aftercare/askClientAfter': 'The client is asked how it was after',
};

/** The same of one step of those who are told. */
const timedInStep: Readonly<Record<'every' | 'acknowledgeWithin' | 'actWithin', string>> = {
  every: 'How long between two tries',
  acknowledgeWithin: 'How long they have to say that they know',
  actWithin: 'How long they have to say that they act',
};

const stopAfter: Readonly<Record<NonNullable<PolicyStep['stopAfter']>, string>> = {
  'first-acting': 'The first who acts is enough: nobody else is told',
  all: 'All of them are told, whoever acts',
};

/** Above the lane of each in the picture of a rehearsal. */
const lane: Readonly<Record<InRehearsal, string>> = {
  client: 'Client',
  owner: 'Owner',
  'duty-clinician': 'Duty clinician',
  supervisor: 'Supervisor',
  'contact-1': 'First contact',
  'contact-2': 'Second contact',
  gp: 'GP',
  police: 'Police',
  'safeguarding-authority': 'Safeguarding',
};

const sentences = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels).map(([path, label]) => [path, `${label}:`]));

/** What the form asks, by where its answer stands in what is sent. */
const field: Readonly<Record<string, string>> = {
  ...sentences(timed),
  immediacy: 'How soon somebody must act:',
  story: 'What people do:',
  steps: 'Who is told:',
  'steps/recipients': 'Step {1}, who is told:',
  'steps/channels': 'Step {1}, ways:',
  'steps/attempts': 'Step {1}, how many tries:',
  'steps/every': 'Step {1}, between two tries:',
  'steps/acknowledgeWithin': 'Step {1}, time to say that they know:',
  'steps/actWithin': 'Step {1}, time to say that they act:',
  'steps/stopAfter': 'Step {1}, when it stops:',
  'gpHours/days': 'When GPs are open, days:',
  'gpHours/from': 'When GPs are open, from:',
  'gpHours/to': 'When GPs are open, to:',
};

export const policyWords = { timed, timedInStep, stopAfter, lane } as const;

export const policyForms: FormWords = { field };
