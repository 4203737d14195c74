import type { Template, TemplateKey } from './template';

/** What stands around an organisation's own words to many, in English. */
export const englishMarketing = {
  'marketing-message': {
    audience: 'client',
    purpose: 'marketing',
    sms: '{senderName}: {text} To stop: reply STOP, or {link}',
    email: {
      subject: '{subject}',
      paragraphs: [
        '{text}',
        '{senderName}, {callbackNumber}',
        'You get this because you agreed to news about: {topic}. To stop it, or to choose what you get: {link}',
        'You can also stop it by an email to {inboundEmail} that says "unsubscribe".',
      ],
    },
  },
} as const satisfies Partial<Record<TemplateKey, Template>>;
