import type { SignUpAsk } from '../../../records/sign-up/letters';
import type { Template, TemplateKey } from './template';

/** The words of sign-up in English. Plain: who reads them may be at their lowest. */

const toClient = (says: string, also: string): Template => ({
  audience: 'client',
  purpose: 'service',
  sms: `{senderName}: ${says} Questions: {callbackNumber}`,
  email: {
    subject: 'Message for you',
    paragraphs: ['Hello,', says, also, 'You can call us on {callbackNumber}.', '{crisis}', '{senderName}'],
  },
});

const lifetime = 'The link is yours alone, please do not pass it on. It works for two weeks.';
const atYourPace = 'You can stop and go on later by the same link.';

/** Names the sign-up by its code only. */
const toStaff = (says: string): Template => ({
  audience: 'staff',
  purpose: 'service',
  sms: `{senderName}: sign-up {code} ${says}`,
  email: { subject: 'Sign-up {code}', paragraphs: [`Sign-up {code} ${says}`, '{senderName}'] },
});

const asks: Readonly<Record<`sign-up-asks-${SignUpAsk}`, Template>> = {
  'sign-up-asks-complete-plan': toStaff('waits for its urgent care plan. Please complete it with the client.'),
  'sign-up-asks-confirm-allocation': toStaff('has a practitioner proposed. Please confirm, or choose another one.'),
  'sign-up-asks-no-match': toStaff('has no practitioner who suits. Please see to it.'),
  'sign-up-asks-telephone': toStaff('waits for a client to whom nothing can be written. Please telephone them.'),
  'sign-up-asks-accept-client': toStaff('is offered to you. Please accept or decline it.'),
};

export const englishSignUp = {
  'sign-up-consent-form': toClient('welcome. The first step is a form for you to read and sign: {link}', lifetime),
  'sign-up-consent-form-reminder': toClient('your form still waits for you: {link}', lifetime),
  'sign-up-assessment': toClient(
    'thank you. The next step is some questions, and your copy of the form: {link}',
    atYourPace,
  ),
  'sign-up-assessment-reminder': toClient('your questions still wait for you: {link}', atYourPace),
  'sign-up-expired': toClient(
    'we have not heard from you, so we stop here for now. You can go on at any time, just ask us for a new link: {link}',
    'Nothing that you told us goes any further.',
  ),
  'sign-up-left': toClient(
    'you have left your sign-up. We ask you for nothing more.',
    'You are welcome to come back at any time.',
  ),
  'sign-up-enrolled': toClient(
    'from now on {practitioner} is there for you, and will be in touch about your first session.',
    'If you would rather have someone else, please tell us.',
  ),
  ...asks,
} satisfies Partial<Record<TemplateKey, Template>>;
