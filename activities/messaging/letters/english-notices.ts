import type { Template, TemplateKey } from './template';

/** The words of what is written to staff outside any case's story, in English. Linted with the other templates. */

/** Nobody is named but a case by its code: a phone lies on a table. */
const notice = (subject: string, news: string): Template => ({
  audience: 'staff',
  purpose: 'service',
  sms: `{senderName}: ${news}`,
  email: { subject, paragraphs: ['Hello,', news, '{senderName}'] },
});

const fillTheRota = 'Please fill the rota.';
const seeToTheNotices = 'Please see the list of contact notices: have it given, or record why not.';
const seeTheList = 'Please see the reachability list and put it right.';

export const englishNotices = {
  'notice-of-message-without-case': {
    ...notice(
      'A message to read',
      'somebody wrote to us, and no open case belongs to it. Please read it now. In danger call 999 first.',
    ),
    withoutCode: true,
  },
  'notice-of-complaint': notice(
    'A complaint',
    'a client makes a complaint about case {code}. Please read it, and acknowledge it within 30 days.',
  ),
  'notice-of-client-not-told': notice(
    'Somebody to tell',
    'case {code} is closed, and no message of what was shared got through. Please tell the client yourself.',
  ),
  'notice-of-client-not-asked': notice(
    'Somebody to ask',
    'case {code} is closed, and no message got through to ask how it was. Please ask the client yourself.',
  ),
  'notice-of-client-not-reached': notice(
    'Somebody to get in touch with',
    'no message gets through to client {code}. Please get in touch with them another way, and mend their details.',
  ),
  'notice-of-contact-declined': notice(
    'A plan to complete',
    'somebody in the plan of client {code} does not want to be a contact. Please find another with the client.',
  ),
  'notice-of-opt-out-unconfirmed': {
    ...notice(
      'An opt-out to see to',
      'five days ago somebody opted out of news from us, and one of our lists has not confirmed it. Please see the opt-outs that wait.',
    ),
    withoutCode: true,
  },
  'notice-of-opt-out-due-tomorrow': {
    ...notice(
      'An opt-out that is due tomorrow',
      'six days ago somebody opted out of news from us, and one of our lists has not confirmed it. It is a breach from tomorrow on. Please see to it now.',
    ),
    withoutCode: true,
  },
  'notice-of-opt-out-breached': {
    ...notice(
      'An opt-out that was not kept',
      'somebody opted out of news from us, and one of our lists did not confirm it within seven days. It is on record as a breach. Please see to it now.',
    ),
    withoutCode: true,
  },
  'notice-of-booking-cancelled': notice(
    'A booking was cancelled',
    'your client {code} cancelled a booking. Please see your list.',
  ),
  'notice-of-payment-failed': notice(
    'A payment did not go through',
    'a payment of your client {code} did not go through. Please see your list.',
  ),
  'notice-of-new-client': notice(
    'Somebody new',
    'client {code} is yours from now on. Please see your list, and get in touch with them.',
  ),
  'notice-of-client-objects': notice(
    'Something to review',
    'client {code} would rather work with somebody else. Please review it with them.',
  ),
  'notice-of-retention-not-told': notice(
    'Somebody to tell',
    'what is kept of client {code} goes in a month, and nothing is safe to write to them. Please tell them yourself.',
  ),
  'notice-of-copy-refused': notice(
    'A link that was closed',
    'somebody could not say that they are client {code}, and their link to a copy is closed. Please ask the client.',
  ),
  'notice-of-retention-repaired': {
    ...notice(
      'Deadlines that were put right',
      'deadlines of data had drifted and were put right. Please see the audit.',
    ),
    withoutCode: true,
  },
  'notice-of-webhook-endpoint-disabled': {
    ...notice(
      'A platform that is told nothing any more',
      'one of our platforms does not take what we send it, and is sent nothing any more. Please see the webhook endpoints.',
    ),
    withoutCode: true,
  },
  'rota-gaps': {
    audience: 'staff',
    purpose: 'service',
    withoutCode: true,
    sms: `{senderName}: nobody is on call for {stretches} of the next seven days, from {from}. ${fillTheRota}`,
    email: {
      subject: 'Gaps in the on-call rota',
      paragraphs: [
        'Hello,',
        'In the on-call rota nobody is on call for {stretches} of the next seven days:',
        '{details}',
        fillTheRota,
        '{senderName}',
      ],
    },
  },
  'unreachable-clients': {
    audience: 'staff',
    purpose: 'service',
    withoutCode: true,
    sms: `{senderName}: {clients} could not be reached today if it were urgent. ${seeTheList}`,
    email: {
      subject: 'Please check how to reach people',
      paragraphs: ['Hello,', 'If it were urgent, {clients} could not be reached today.', seeTheList, '{senderName}'],
    },
  },
  'notice-of-consent-form-withdrawn': notice(
    'A form was withdrawn',
    'client {code} has withdrawn their form. Please read and record nothing more about them until they sign again.',
  ),
  'overdue-privacy-notices': {
    audience: 'staff',
    purpose: 'service',
    withoutCode: true,
    sms: `{senderName}: {people} not told in time how their data are held. ${seeToTheNotices}`,
    email: {
      subject: 'Notices that are overdue',
      paragraphs: [
        'Hello,',
        'After a month, {people} not told how their data are held.',
        seeToTheNotices,
        '{senderName}',
      ],
    },
  },
} as const satisfies Partial<Record<TemplateKey, Template>>;
