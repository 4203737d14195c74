import type { StaffAsks } from '../../../records/urgent-care/letters';
import { crisisLineForSms, crisisLines, notAnEmergencyService } from '../../../workflows/shared/crisis-block';
import type { Tier } from '../../../workflows/urgent-care/words';
import { englishMarketing } from './english-marketing';
import { englishNotices } from './english-notices';
import { englishRetention } from './english-retention';
import { englishSafetyPages } from './english-safety-pages';
import { englishSignUp } from './english-sign-up';
import type { Language } from './language';
import type { Template } from './template';

/** The words in English: of urgent care here, of sign-up beside it. Linted by `lint-templates.ts`, in the tests and whenever a worker starts. */

/** Also of what is not about the client themselves. */
const informClient = (people: string): Template => ({
  audience: 'client',
  purpose: 'urgent-care',
  sms: `{senderName}: we are thinking of contacting ${people}. Tell us first what you want: {link} {crisis}`,
  email: {
    subject: 'Message for you',
    paragraphs: [
      'Hello,',
      `We are concerned, and we are thinking of contacting ${people}. Before anything else we want to hear from you.`,
      'You can say yes or no for each person, or ask us to call you: {link}',
      'You can change your answer on the same page at any time.',
      '{crisis}',
      '{senderName}',
    ],
  },
});

const newsForClient = (news: string): Template => ({
  audience: 'client',
  purpose: 'urgent-care',
  sms: `{senderName}: ${news} {crisis}`,
  email: { subject: 'Message for you', paragraphs: ['Hello,', news, '{details}', '{crisis}', '{senderName}'] },
});

const disclosure = (tier: Tier, [news, spokenNews]: readonly [string, string], more: readonly string[]): Template => ({
  audience: 'third-party',
  purpose: 'urgent-care',
  tier,
  sms: `{senderName}: ${news} please call {callbackNumber}. Reply 1 {code} if you will act, 2 {code} if you cannot, 0 {code} if read. Or: {link}`,
  voice: {
    text: `This is {senderName}. ${spokenNews} please call us on {spokenNumber}. Press 1 if you are acting. Press 2 if you cannot.`,
    ending: 'Please call {senderName} on {spokenNumber}. Goodbye.',
  },
  email: {
    subject: 'Please call us today',
    paragraphs: [
      'Hello,',
      `${spokenNews} please call us on {callbackNumber}.`,
      ...more,
      'Please tell us on this page whether you can act: {link}',
      '{senderName}',
    ],
  },
});

const toTalk = ['we would like to talk to you,', 'We would like to talk to you,'] as const;
const concerned = [
  'we are concerned for the wellbeing of {clientName},',
  'We are concerned for the wellbeing of {clientName},',
] as const;

/** To staff: names the case by its code only. */
const page = (says: string): Template => ({
  audience: 'staff',
  purpose: 'urgent-care',
  sms: `{senderName}: case {code} ({urgency}) ${says}`,
  email: { subject: 'Case {code}', paragraphs: [`Case {code} ({urgency}) ${says}`, '{senderName}'] },
});

const pages: Readonly<Record<`page-for-${StaffAsks}`, Template>> = {
  'page-for-decision': page('waits for your decision. In danger call 999 first.'),
  'page-for-approval': page('waits for your approval: somebody else has proposed it. Please read it and answer.'),
  'page-for-may-proceed': page(
    'got no approval in time. You may go ahead alone: it will be reviewed. In danger call 999 first.',
  ),
  'page-for-unapproved': page(
    'went ahead without your approval, which was asked for in vain. The reason is on the case.',
  ),
  'page-for-action': page('has nobody acting. Call 999 or the local crisis team yourself and record what you did.'),
  'page-for-outcome': page('has someone acting. Please record the outcome.'),
  'page-for-news': page('has something new. Please read it.'),
  'page-for-gp-call': page('needs you to telephone the GP now. Please record what they say.'),
  'page-for-handover': page('is offered to you. Please accept or decline it.'),
  'page-for-call-back': page('asks for a call. Please call, and record it.'),
  'page-for-tell-client': page('may now be told what was shared. Please say whether, or why to wait.'),
  'page-for-override-review': page('has an override for you to review.'),
  'page-for-ask-client': page('needs you to ask how it was. No message gets through.'),
};

export const english: Language = {
  tag: 'en-GB',
  templates: {
    'inform-client': informClient('the people in your plan'),
    'inform-client-about-another': informClient('someone who can help with the person you told us of'),
    'what-had-gone': newsForClient(
      'You took back your agreement. Before that we had told {recipients}. We tell them nothing more under it.',
    ),
    'nothing-had-gone': newsForClient('You took back your agreement. Nothing had been shared under it.'),
    'what-was-shared': newsForClient('This is what we shared about you: we told {recipients}.'),
    'nothing-was-shared': newsForClient('We shared nothing about you with anyone.'),
    'how-it-was': {
      audience: 'client',
      purpose: 'urgent-care',
      sms: '{senderName}: How was it for you? Please tell us, good or bad: {link} {crisis}',
      email: {
        subject: 'Message for you',
        paragraphs: [
          'Hello,',
          'It is over for now. How was it for you? Please tell us, good or bad: {link}',
          'You can also make a complaint there. It changes nothing about the help you get.',
          '{crisis}',
          '{senderName}',
        ],
      },
    },
    'disclosure-attention': disclosure('attention', toTalk, []),
    'disclosure-concern': disclosure('concern', concerned, []),
    'disclosure-summary': disclosure('summary', concerned, [
      '{person}',
      'What happened: {concern}',
      'What has been done: {doneSoFar}',
      'What we ask: please see or call this person today, and tell us.',
    ]),
    'it-is-over': {
      audience: 'third-party',
      purpose: 'urgent-care',
      tier: 'attention',
      sms: '{senderName}: about our message {code}: you do not need to do anything more. Thank you. Questions: {callbackNumber}',
      voice: {
        text: 'This is {senderName}. You do not need to do anything more about our message. Thank you. Questions: {spokenNumber}.',
      },
      email: {
        subject: 'No need to call us',
        paragraphs: [
          'Hello,',
          'About our message {code}: you do not need to do anything more. Thank you. Questions: {callbackNumber}.',
          '{senderName}',
        ],
      },
    },
    ...pages,
    ...englishSignUp,
    ...englishMarketing,
    ...englishNotices,
    ...englishSafetyPages,
    ...englishRetention,
  },
  urgency: { immediate: 'act now', significant: 'act today', watchful: 'at the client pace' },
  person: { born: '{clientName}, born {birthDate}.', unknown: '{clientName}' },
  someone: 'someone you know',
  counted: {
    stretches: { one: 'one stretch', several: '{count} stretches' },
    clientsOfReader: { one: 'one of your clients', several: '{count} of your clients' },
    peopleInPlans: { one: 'one person in a plan was', several: '{count} people in plans were' },
    clientsOfNobody: { one: 'one client without a practitioner', several: '{count} clients without a practitioner' },
  },
  kept: { all: 'What we keep about you', some: 'Some of what we keep about you' },
  gap: {
    line: '- {tier}: {from} to {to}',
    tiers: { 'duty-clinician': 'duty clinician', supervisor: 'supervisor' },
  },
  oneOfUs: 'one of our practitioners',
  crisis: {
    line: crisisLineForSms,
    lines: crisisLines,
    statement: notAnEmergencyService,
    sms: '{lines} {statement} Call us: {callbackNumber}',
    email: '{lines}\n{statement} You can call us on {callbackNumber}.',
  },
};
