import { z } from 'zod';
import { type TwilioError, twilioErrors } from './errors';

/** The sender of every message that names only a messaging service. From Ofcom's range for drama: nobody has it. */
export const sandboxNumber = '+447700900000';

/** A message as Twilio was asked to send it. */
export interface SmsOrder {
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly messagingServiceSid: string | null;
  readonly statusCallback: string | null;
}

const formSchema = z.object({
  To: z.string().default(''),
  From: z.string().default(''),
  MessagingServiceSid: z.string().default(''),
  Body: z.string().default(''),
  StatusCallback: z.string().default(''),
});

/** Reads the form in the order in which Twilio finds fault with it. Other fields are accepted and have no effect. */
export function readSmsOrder(body: unknown): { order: SmsOrder } | { error: TwilioError } {
  const form = formSchema.safeParse(body ?? {});
  if (!form.success) return { error: twilioErrors.invalidParameter(String(form.error.issues[0]?.path[0])) };

  const { To, From, MessagingServiceSid, Body, StatusCallback } = form.data;
  if (To === '') return { error: twilioErrors.toMissing };
  if (!isE164(To)) return { error: twilioErrors.toInvalid(To) };
  if (From === '' && MessagingServiceSid === '') return { error: twilioErrors.fromMissing };
  if (From !== '' && !isE164(From) && !isSenderId(From)) return { error: twilioErrors.fromInvalid(From) };
  if (Body === '') return { error: twilioErrors.bodyMissing };
  if (Body.length > 1600) return { error: twilioErrors.bodyTooLong };
  if (StatusCallback !== '' && !isWebAddress(StatusCallback)) return { error: twilioErrors.callbackInvalid };

  return {
    order: {
      to: To,
      from: From || sandboxNumber,
      text: Body,
      messagingServiceSid: MessagingServiceSid || null,
      statusCallback: StatusCallback || null,
    },
  };
}

/** A phone number with its country, as `+447700900123`. */
export function isE164(candidate: string): boolean {
  return /^\+[1-9]\d{7,14}$/.test(candidate);
}

/** A short code, or up to eleven letters, digits and spaces with at least one letter. */
function isSenderId(candidate: string): boolean {
  return /^\d{3,6}$/.test(candidate) || (/^[A-Za-z0-9 ]{1,11}$/.test(candidate) && /[A-Za-z]/.test(candidate));
}

export function isWebAddress(candidate: string): boolean {
  return /^https?:\/\//.test(candidate) && URL.canParse(candidate);
}
