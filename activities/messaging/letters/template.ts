import type { Purpose } from '../../../records/purposes';
import type { SignUpAsk } from '../../../records/sign-up/letters';
import type { Letter, StaffAsks } from '../../../records/urgent-care/letters';
import type { PageKind } from '../../../workflows/safety-conversation/rules';
import type { SignUpEnding } from '../../../workflows/sign-up/words';
import type { NoticeSubject } from '../../../workflows/staff-notice/contract';
import type { Channel, Tier } from '../../../workflows/urgent-care/words';

/** Messages as data: a language is a table of these, and no text sits inside logic. domain.md §7 */

export type TemplateKey =
  | 'inform-client'
  | 'inform-client-about-another'
  | 'what-had-gone'
  | 'nothing-had-gone'
  | 'what-was-shared'
  | 'nothing-was-shared'
  | 'how-it-was'
  | `disclosure-${Tier}`
  | 'it-is-over'
  | `page-for-${StaffAsks}`
  | 'sign-up-consent-form'
  | 'sign-up-consent-form-reminder'
  | 'sign-up-assessment'
  | 'sign-up-assessment-reminder'
  | `sign-up-${SignUpEnding}`
  | `sign-up-asks-${SignUpAsk}`
  | `safety-page-${PageKind}`
  | `notice-of-${NoticeSubject}`
  | 'retention-notice'
  | 'rota-gaps'
  | 'unreachable-clients'
  | 'overdue-privacy-notices'
  | 'marketing-message';

export interface Template {
  readonly audience: 'client' | 'third-party' | 'staff';
  readonly purpose: Purpose;
  /** To a third party: how much it tells. */
  readonly tier?: Tier;
  /** To staff, of no case or sign-up: there is no code by which it could name one. */
  readonly withoutCode?: true;
  readonly sms: string;
  readonly voice?: { readonly text: string; readonly ending?: string };
  /** A paragraph is left out if a value that it names is empty. */
  readonly email: { readonly subject: string; readonly paragraphs: readonly string[] };
}

/** What stands in a template as `{link}`. */
type Placeholder =
  | 'senderName'
  | 'callbackNumber'
  | 'spokenNumber'
  | 'link'
  | 'recipients'
  | 'details'
  | 'crisis'
  | 'person'
  | 'clientName'
  | 'practitioner'
  | 'birthDate'
  | 'concern'
  | 'doneSoFar'
  | 'code'
  | 'urgency'
  | 'lines'
  | 'statement'
  | 'stretches'
  | 'clients'
  | 'people'
  | 'count'
  | 'tier'
  | 'what'
  | 'date'
  | 'from'
  | 'to'
  | 'subject'
  | 'text'
  | 'topic'
  | 'inboundEmail';
export type Values = Partial<Readonly<Record<Placeholder, string>>>;

const placeholder = /\{(\w+)\}/g;

/**
 * Puts the values in, each as it is: what people wrote is never read as a template.
 * @throws Error naming a placeholder without a value
 */
export function fill(text: string, values: Values): string {
  return text.replace(placeholder, (_whole, name: Placeholder) => {
    const value = values[name];
    if (value === undefined) throw new Error(`A message needs {${name}}, and nobody gave it.`);
    return value;
  });
}

/** @throws Error for a channel that the template has no words for */
export function rendered({ sms, voice, email }: Template, channel: Channel, values: Values): Letter {
  switch (channel) {
    case 'sms':
      return { subject: '', text: fill(sms, values) };
    case 'voice':
      if (!voice) throw new Error('This message is never spoken.');
      return {
        subject: '',
        text: fill(voice.text, values),
        ...(voice.ending === undefined ? {} : { ending: fill(voice.ending, values) }),
      };
    case 'email':
      return {
        subject: fill(email.subject, values),
        text: email.paragraphs
          .filter((paragraph) => namedIn(paragraph).every((name) => values[name] !== ''))
          .map((paragraph) => fill(paragraph, values))
          .join('\n\n'),
      };
  }
}

const namedIn = (text: string): readonly Placeholder[] =>
  [...text.matchAll(placeholder)].map(([, name]) => name as Placeholder);
