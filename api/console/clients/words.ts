import type { CaseloadPart } from '../../../records/clients/caseload';
import type { DutyHolder, DutyKind } from '../../../records/duties/duties';
import type { PersonOfPlan, ReachabilityProblemKind } from '../../../records/urgent-care/reachability/rules';
import type { PlanLack } from '../../../records/urgent-care-plan/completeness';
import type { ClientEventKind } from '../../../workflows/staff-notice/contract';
import type { Tier } from '../../../workflows/urgent-care/words';
import { caseWords } from '../cases/words';

/** How staff read what a client has, and what they need. */

/** What a plan lacks. */
const planLack: Readonly<Record<PlanLack, string>> = {
  email: 'their email address',
  mobile: 'their mobile number',
  firstName: 'their first name',
  lastName: 'their last name',
  birthDate: 'their date of birth',
  homeAddress: 'their home address',
  country: 'the country they are in',
  gp: 'a GP',
  'gp.permissions.now': 'what the GP may be told now',
  'gp.permissions.emergency': 'what the GP may be told in an emergency',
  'contact-1': 'a first contact',
  'contact-1.name': "the first contact's name",
  'contact-1.mobile': "the first contact's mobile number",
  'contact-1.relationship': "the first contact's relationship to them",
  'contact-1.isAdult': 'whether the first contact is an adult',
  'contact-1.couldBeDanger': 'whether the first contact could be a danger to them',
  'contact-1.permissions.now': 'what the first contact may be told now',
  'contact-1.permissions.emergency': 'what the first contact may be told in an emergency',
  'contact-2': 'a second contact',
  'contact-2.name': "the second contact's name",
  'contact-2.mobile': "the second contact's mobile number",
  'contact-2.relationship': "the second contact's relationship to them",
  'contact-2.isAdult': 'whether the second contact is an adult',
  'contact-2.couldBeDanger': 'whether the second contact could be a danger to them',
  'contact-2.permissions.now': 'what the second contact may be told now',
  'contact-2.permissions.emergency': 'what the second contact may be told in an emergency',
};

const personOfPlan: Readonly<Record<PersonOfPlan, string>> = {
  client: 'The client',
  'contact-1': 'First contact',
  'contact-2': 'Second contact',
  gp: 'The GP',
  practitioner: 'The practitioner',
};

/** What is known not to work, said of one of these. */
const reachabilityProblem: Readonly<Record<ReachabilityProblemKind, string>> = {
  'no-valid-mobile': 'no number that takes a text message',
  'message-failed-permanently': 'the last message did not arrive',
  'opted-out-21610': 'has stopped our text messages by STOP',
  unconfirmed: 'not confirmed for 90 days',
  'two-failures': 'two messages have not arrived',
  'no-cover': 'nobody stands in',
  'plan-lacks': 'not complete in the plan',
};

const duty: Readonly<Record<DutyKind, string>> = {
  ...caseWords.waiting,
  'contact-notice': 'Tell them how we hold their data',
  'confirm-contacts': 'Make sure that the contacts are still right',
  'safety-conversation': 'Talk about a safety answer, and judge it',
  'allocation-decision': 'Decide who is asked to take them on',
  'allocation-review': 'Review that they do not want a practitioner',
  'allocation-answer': 'Take them on, or do not',
};

const dutyHolder: Readonly<Record<DutyHolder, string>> = {
  client: 'The client',
  owner: 'Whoever answers for the case',
  'duty-clinician': 'A duty clinician',
  supervisor: 'A supervisor',
  dpo: 'The data protection officer',
  system: 'Heed itself',
  practitioner: 'Their practitioner',
};

const caseloadPart: Readonly<Record<CaseloadPart, string>> = {
  everybody: 'Everybody',
  'something-owed': 'To whom something is owed',
  'plan-incomplete': 'Whose plan is not complete',
  'not-reachable': 'Whose plan would not work today',
};

const clientEvent: Readonly<Record<ClientEventKind, string>> = {
  'booking-cancelled': 'A booking was cancelled',
  'payment-failed': 'A payment failed',
  'new-client': 'They came to another practitioner',
  'client-objects': 'They asked for another practitioner',
};

/** The most that somebody in the plan may be told; nothing at all is an answer too. */
const permitted: Readonly<Record<Tier | 'nothing', string>> = { ...caseWords.tier, nothing: 'nothing' };

export const clientsWords = {
  planLack,
  personOfPlan,
  reachabilityProblem,
  duty,
  dutyHolder,
  caseloadPart,
  clientEvent,
  permitted,
} as const;
