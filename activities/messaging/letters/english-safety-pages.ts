import type { PageKind } from '../../../workflows/safety-conversation/rules';
import type { Template } from './template';

/** The words of pages about a safety answer in English. They name the sign-up by its code only. */

const page = (says: string): Template => ({
  audience: 'staff',
  purpose: 'urgent-care',
  sms: `{senderName}: sign-up {code} ${says}`,
  email: { subject: 'Sign-up {code}: please read now', paragraphs: [`Sign-up {code} ${says}`, '{senderName}'] },
});

export const englishSafetyPages = {
  'safety-page-turn': page(
    'has an answer that asks for a person now. Please read it, say that you have it, and call them. In danger call 999 first.',
  ),
  'safety-page-reminder': page(
    'still waits for what you judge. Please call them now and record it. In danger call 999 first.',
  ),
  'safety-page-news': page(
    'has another answer that asks for a person now. Please read it before you call. In danger call 999 first.',
  ),
  'safety-page-taker-unreachable': page(
    'has an answer that asks for a person now. No message reaches whoever took it. Please see to it. In danger call 999 first.',
  ),
  'safety-page-taker-has-not-judged': page(
    'has an answer that asks for a person now. Somebody has it, and has recorded no judgement yet. Please see to it with them. In danger call 999 first.',
  ),
} satisfies Readonly<Record<`safety-page-${PageKind}`, Template>>;
