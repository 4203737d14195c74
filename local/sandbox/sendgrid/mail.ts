import { z } from 'zod';
import type { SendGridError } from './errors';

const address = z.object({
  email: z.email({ error: 'Does not contain a valid address.' }),
  name: z.string().optional(),
});
const headers = z.record(z.string(), z.string(), { error: 'The headers parameter must be an object of strings.' });
const customArgs = z.record(z.string(), z.string(), { error: 'The custom_args must be an object of strings.' });
const recipients = z.array(address).min(1, {
  error: 'The to array is required for all personalization objects, and must have at least one email object.',
});

/** A setting that is off unless it says otherwise. */
const switchedOn = z.object({ enable: z.boolean().default(false) }).optional();

const mailSchema = z.object(
  {
    personalizations: z
      .array(
        z.object({
          to: recipients,
          cc: z.array(address).default([]),
          bcc: z.array(address).default([]),
          subject: z.string().min(1).optional(),
          headers: headers.default({}),
          custom_args: customArgs.default({}),
        }),
        { error: 'The personalizations field is required and must have at least one personalization.' },
      )
      .min(1, { error: 'The personalizations field is required and must have at least one personalization.' }),
    from: address,
    reply_to: address.optional(),
    subject: z.string().min(1).optional(),
    content: z
      .array(
        z.object({
          type: z.string().min(1, { error: 'The content type must be at least one character.' }),
          value: z.string().min(1, { error: 'The content value must be a string at least one character in length.' }),
        }),
        { error: 'The content parameter is required: the sandbox renders no templates.' },
      )
      .min(1, { error: 'There must be at least one defined content block.' }),
    headers: headers.default({}),
    custom_args: customArgs.default({}),
    asm: z.object({ group_id: z.int().positive() }, { error: 'The asm group_id must be an integer.' }).optional(),
    mail_settings: z
      .object({
        bypass_unsubscribe_management: switchedOn,
        bypass_spam_management: switchedOn,
        bypass_list_management: switchedOn,
      })
      .default({}),
  },
  { error: 'Bad Request' },
);
type Mail = z.infer<typeof mailSchema>;
type Address = z.infer<typeof address>;

/** One email to one recipient, as SendGrid makes them out of a mail. */
export interface EmailOrder {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly headers: Record<string, string>;
  readonly customArgs: Record<string, string>;
  /** Whose members are not sent it; null: it is of no group, or goes to whoever has unsubscribed too. */
  readonly unsubscribeGroup: number | null;
  /** Whether it is dropped for whoever has called a mail spam. */
  readonly heedsSpamReports: boolean;
}

/** Reads the body of `POST /v3/mail/send`. Fields that the sandbox does not know have no effect. */
export function readMail(body: unknown): { orders: EmailOrder[] } | { errors: SendGridError[] } {
  const parsed = mailSchema.safeParse(body);
  if (!parsed.success) {
    return { errors: parsed.error.issues.map(({ message, path }) => errorAt(path.join('.'), message)) };
  }
  if (!parsed.data.subject && parsed.data.personalizations.some(({ subject }) => !subject)) {
    return { errors: [errorAt('subject', 'The subject is required, for the mail or for every personalization.')] };
  }
  return { orders: ordersOf(parsed.data) };
}

function errorAt(field: string, message: string): SendGridError {
  const help = 'https://docs.sendgrid.com/api-reference/mail-send/errors';
  return { message, field: field === '' ? null : field, help: `${help}#message.${field}` };
}

function ordersOf(mail: Mail): EmailOrder[] {
  return mail.personalizations.flatMap((personalization) => {
    const { to, cc, bcc } = personalization;
    return [...to, ...cc, ...bcc].map(({ email }) => ({
      to: email,
      from: mail.from.email,
      subject: personalization.subject ?? mail.subject ?? '',
      text: contentOf(mail, 'text/plain') ?? '',
      html: contentOf(mail, 'text/html'),
      headers: {
        From: written(mail.from),
        To: to.map(written).join(', '),
        ...(cc.length > 0 ? { Cc: cc.map(written).join(', ') } : {}),
        ...(mail.reply_to ? { 'Reply-To': written(mail.reply_to) } : {}),
        ...mail.headers,
        ...personalization.headers,
      },
      customArgs: { ...mail.custom_args, ...personalization.custom_args },
      unsubscribeGroup: groupOf(mail),
      heedsSpamReports: !passesBy(mail, 'bypass_spam_management'),
    }));
  });
}

/** A mail that passes by the unsubscribe management has no group that could stop it. */
const groupOf = (mail: Mail): number | null =>
  mail.asm && !passesBy(mail, 'bypass_unsubscribe_management') ? mail.asm.group_id : null;

/** SendGrid's one setting passes by everything, the other ones each by one thing. */
const passesBy = ({ mail_settings: settings }: Mail, setting: keyof Mail['mail_settings']): boolean =>
  [settings[setting], settings.bypass_list_management].some((one) => one?.enable === true);

function contentOf(mail: Mail, type: string): string | null {
  return mail.content.find((content) => content.type === type)?.value ?? null;
}

function written({ email, name }: Address): string {
  return name ? `${name} <${email}>` : email;
}
