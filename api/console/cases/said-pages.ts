import { dayAndTimeField } from '../../../records/calendar/day-and-time';
import { invalidField } from '../../../records/errors';
import { organisationOf } from '../../../records/people';
import { tiersFor } from '../../../records/urgent-care/labels';
import { planRecipients } from '../../../workflows/urgent-care/words';
import type { DeskPage } from '../frame/desk';
import { type Form, text, textIfAny, ticked } from '../frame/forms';
import { momentIn } from '../frame/moments';
import { cases, caseView, peopleView } from './case-view';

/** What was said to somebody by phone or in person, and is recorded on their word. domain.md §3.2, §3.7 */

/** `/cases/{id}/client-answers`: what the client agreed to, and refused; their time to answer ends. */
export const clientAnswersPage: DeskPage = {
  path: '/cases/:caseId/client-answers',
  template: 'cases/client-answers',
  fields: { answers: 'about-gp' },
  view: async (asked) => {
    const view = await peopleView(asked);
    const named = view.recipients.filter(({ recipient }) => planRecipients.some((name) => name === recipient));
    return { ...view, recipients: named.map((one) => ({ ...one, tiers: tiersFor(one.recipient) })) };
  },
  act: async ({ work, caller, params, given }) => {
    const answers = answersIn(given);
    const callBack = text(given, 'callBack') === 'yes';
    // By a form that is sent empty nobody's time to answer ends.
    if (!callBack && !planRecipients.some((recipient) => text(given, `about-${recipient}`) !== '')) {
      throw invalidField('answers', 'must be filled in');
    }
    await cases.recordClientAnswers(work, caller, { params, body: { answers, callBack, via: text(given, 'via') } });
    return `/cases/${params['caseId']}`;
  },
};

/** Of whom they said nothing is not named: they are silent about them. */
const answersIn = (given: Form) =>
  planRecipients.flatMap((recipient) => {
    const said = text(given, `about-${recipient}`);
    if (said === '' || said === 'nothing') return [];
    return [said === 'refuse' ? { recipient, answer: 'refuse' } : { recipient, answer: 'agree', tier: said }];
  });

/** `/cases/{id}/acknowledgements`: what somebody who was told, or the GP who was telephoned, said to us. */
export const acknowledgementPage: DeskPage = {
  path: '/cases/:caseId/acknowledgements',
  template: 'cases/acknowledgement',
  view: peopleView,
  act: async ({ work, caller, params, given }) => {
    const body = { recipient: text(given, 'recipient'), answer: text(given, 'answer'), via: text(given, 'via') };
    await cases.recordAcknowledgement(work, caller, { params, body });
    return `/cases/${params['caseId']}`;
  },
};

/** `/cases/{id}/emergency-calls`: 999 was called; taken in every state of a case. */
export const emergencyCallPage: DeskPage = {
  path: '/cases/:caseId/emergency-calls',
  template: 'cases/emergency-call',
  view: async (asked) => {
    const { timeZone } = await organisationOf(asked.work);
    return { ...(await caseView(asked)), nowThere: dayAndTimeField(asked.work.at, timeZone) };
  },
  act: async ({ work, caller, params, given }) => {
    const { timeZone } = await organisationOf(work);
    const body = { at: momentIn(textIfAny(given, 'at'), timeZone), by: text(given, 'by'), note: text(given, 'note') };
    await cases.recordEmergencyCall(work, caller, { params, body });
    return `/cases/${params['caseId']}`;
  },
};

/** `/cases/{id}/withdrawal`: the client takes back what they agreed to. domain.md §3.9 */
export const withdrawalPage: DeskPage = {
  path: '/cases/:caseId/withdrawal',
  template: 'cases/withdrawal',
  view: peopleView,
  act: async ({ work, caller, params, given }) => {
    const recipients = given['all'] === undefined ? ticked(given, 'recipients') : 'all';
    await cases.recordWithdrawal(work, caller, { params, body: { recipients, via: text(given, 'via') } });
    return `/cases/${params['caseId']}`;
  },
};
