import type { Template, TemplateKey } from './template';

/** The words of retention in English: what goes and when is told to the client, and to nobody who looks over their shoulder. */
export const englishRetention = {
  'retention-notice': {
    audience: 'client',
    purpose: 'legal',
    sms: '{senderName}: {what} will be deleted on {date}. To get a copy first: {link} Questions: {callbackNumber}',
    email: {
      subject: 'Message for you',
      paragraphs: [
        'Hello,',
        '{what} will be deleted on {date}. You do not have to do anything.',
        'If you would like a copy first, you can get it here until then: {link}',
        'The page asks for something that only you know. You can also call us on {callbackNumber}.',
        '{crisis}',
        '{senderName}',
      ],
    },
  },
} as const satisfies Partial<Record<TemplateKey, Template>>;
