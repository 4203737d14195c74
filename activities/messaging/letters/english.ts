import { listed } from '../../../records/urgent-care/labels';
import type { Letters, SharedItem, ToClient } from '../../../records/urgent-care/letters';
import { crisisLineForSms, crisisLines, notAnEmergencyService } from '../../../workflows/shared/crisis-block';
import type { Immediacy, Tier } from '../../../workflows/urgent-care/words';
import { inGsm7 } from '../gsm7';

/**
 * The words of urgent care in English. SMS are plain GSM-7: at most three parts to a client, with crisis block,
 * statement and link; at most two to a contact. Subjects never reveal therapy. domain.md §7, contract.md §4
 */
export const englishLetters: Letters = {
  informClient: (channel, { link, aboutAnother, ...facts }) => {
    const people = aboutAnother ? 'someone who can help with the person you told us of' : 'the people in your plan';
    const asks = `${facts.senderName}: we are thinking of contacting ${people}. Tell us first what you want: ${link}`;
    if (channel === 'sms') return sms(`${asks} ${shortCrisisBlock(facts)}`);
    return {
      subject: 'Message for you',
      text: paragraphs(
        'Hello,',
        `We are concerned, and we are thinking of contacting ${people}. Before anything else we want to hear from you.`,
        `You can say yes or no for each person, or ask us to call you: ${link}`,
        'You can change your answer on the same page at any time.',
        crisisBlock(facts),
        facts.senderName,
      ),
    };
  },

  whatHadGone: (channel, { shared, ...facts }) => {
    const news =
      shared.length === 0
        ? 'You took back your agreement. Nothing had been shared under it.'
        : `You took back your agreement. Before that we had told ${sharedShortly(shared)}. We tell them nothing more under it.`;
    return toClient(channel, facts, news, shared);
  },

  whatWasShared: (channel, { shared, ...facts }) => {
    const news =
      shared.length === 0
        ? 'We shared nothing about you with anyone.'
        : `This is what we shared about you: we told ${sharedShortly(shared)}.`;
    return toClient(channel, facts, news, shared);
  },

  howItWas: (channel, { link, ...facts }) => {
    const asks = 'How was it for you? Please tell us, good or bad:';
    if (channel === 'sms') return sms(`${facts.senderName}: ${asks} ${link} ${shortCrisisBlock(facts)}`);
    return {
      subject: 'Message for you',
      text: paragraphs(
        'Hello,',
        `It is over for now. ${asks} ${link}`,
        'You can also make a complaint there. It changes nothing about the help you get.',
        crisisBlock(facts),
        facts.senderName,
      ),
    };
  },

  disclosure: (channel, { tier, clientName, birthDate, concern, doneSoFar, code, link, ...sender }) => {
    const { senderName, callbackNumber } = sender;
    // A name in another alphabet would cost half of each part's room; the page behind the link has it in full.
    const news = disclosureNews[tier](channel === 'sms' ? (inGsm7(clientName) ?? 'someone you know') : clientName);
    if (channel === 'voice') {
      const number = digitByDigit(callbackNumber);
      return {
        subject: '',
        text: `This is ${senderName}. ${capitalised(news)} please call us on ${number}. Press 1 if you are acting. Press 2 if you cannot.`,
        ending: `Please call ${senderName} on ${number}. Goodbye.`,
      };
    }
    const replies = `Reply 1 ${code} if you will act, 2 ${code} if you cannot, 0 ${code} if read. Or: ${link}`;
    if (channel === 'sms') return sms(`${senderName}: ${news} please call ${callbackNumber}. ${replies}`);
    return {
      subject: 'Please call us today',
      text: paragraphs(
        'Hello,',
        `${capitalised(news)} please call us on ${callbackNumber}.`,
        ...(tier === 'summary' ? summary(clientName, birthDate, concern, doneSoFar) : []),
        `Please tell us on this page that you have read this, and whether you can act: ${link}`,
        senderName,
      ),
    };
  },

  itIsOver: (channel, { senderName, callbackNumber, code }) => {
    const news = `about our message ${code}: you do not need to do anything more. Thank you. Questions: ${callbackNumber}`;
    if (channel === 'sms') return sms(`${senderName}: ${news}`);
    if (channel === 'voice') {
      const number = digitByDigit(callbackNumber);
      return sms(
        `This is ${senderName}. You do not need to do anything more about our message. Thank you. Questions: ${number}.`,
      );
    }
    return { subject: 'No need to call us', text: paragraphs('Hello,', `${capitalised(news)}.`, senderName) };
  },

  staffPage: (channel, { asks, code, immediacy, senderName }) => {
    const news = `case ${code} (${immediacyWords[immediacy]}) ${staffAsks[asks]}`;
    if (channel === 'sms') return sms(`${senderName}: ${news}`);
    return { subject: `Case ${code}`, text: paragraphs(`${capitalised(news)}`, senderName) };
  },
};

const disclosureNews: Readonly<Record<Tier, (clientName: string) => string>> = {
  attention: () => 'we would like to talk to you,',
  concern: (clientName) => `we are concerned for the wellbeing of ${clientName},`,
  summary: (clientName) => `we are concerned for the wellbeing of ${clientName},`,
};

const summary = (clientName: string, birthDate: string | null, concern: string, doneSoFar: string): string[] => [
  birthDate === null ? clientName : `${clientName}, born ${birthDate}.`,
  `What happened: ${concern}`,
  ...(doneSoFar === '' ? [] : [`What has been done: ${doneSoFar}`]),
  'What we ask: please see or call this person today, and tell us.',
];

const immediacyWords: Readonly<Record<Immediacy, string>> = {
  immediate: 'act now',
  significant: 'act today',
  watchful: 'at the client pace',
};

const staffAsks = {
  decision: 'waits for your decision. In danger call 999 first.',
  approval: 'waits for your approval: somebody else has proposed it. Please read it and answer.',
  'may-proceed': 'got no approval in time. You may go ahead alone: it will be reviewed. In danger call 999 first.',
  unapproved: 'went ahead without your approval, which was asked for in vain. The reason is on the case.',
  action: 'has nobody acting. Call 999 or the local crisis team yourself and record what you did.',
  outcome: 'has someone acting. Please record the outcome.',
  news: 'has something new. Please read it.',
  handover: 'is offered to you. Please accept or decline it.',
  'call-back': 'asks for a call. Please call, and record it.',
  'tell-client': 'may now be told what was shared. Please say whether, or why to wait.',
  'override-review': 'has an override for you to review.',
  'ask-client': 'needs you to ask how it was. No message gets through.',
} as const;

function toClient(
  channel: 'sms' | 'email',
  facts: ToClient,
  news: string,
  shared: readonly SharedItem[],
): { subject: string; text: string } {
  if (channel === 'sms') return sms(`${facts.senderName}: ${news} ${shortCrisisBlock(facts)}`);
  const details = shared.map(({ recipient, what, basis }) => `- ${recipient}: ${what}, because ${basis}`);
  return {
    subject: 'Message for you',
    text: paragraphs(
      'Hello,',
      news,
      ...(details.length > 0 ? [details.join('\n')] : []),
      crisisBlock(facts),
      facts.senderName,
    ),
  };
}

const sharedShortly = (shared: readonly SharedItem[]): string =>
  listed([...new Set(shared.map(({ recipient }) => recipient))]);

function crisisBlock({ country, callbackNumber }: ToClient): string {
  const lines = crisisLines(country).map(({ label }) => `- ${label}`);
  return [...lines, `${notAnEmergencyService} You can call us on ${callbackNumber}.`].join('\n');
}

const shortCrisisBlock = ({ country, callbackNumber }: ToClient): string =>
  `${crisisLineForSms(country)} ${notAnEmergencyService} Call us: ${callbackNumber}`;

/** A number as it is read out: one digit after the other, and in Britain without the country. */
const digitByDigit = (number: string): string => Array.from(number.replace(/^\+44/, '0').replace(/\D/g, '')).join(' ');

const sms = (text: string): { subject: string; text: string } => ({ subject: '', text });

const paragraphs = (...parts: readonly string[]): string => parts.join('\n\n');

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
