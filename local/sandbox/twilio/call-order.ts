import { z } from 'zod';
import { type TwilioError, twilioErrors } from './errors';
import { isE164, isWebAddress } from './order';

/** A call as Twilio was asked to place it. */
export interface CallOrder {
  readonly to: string;
  readonly from: string;
  readonly twiml: string;
  readonly statusCallback: string | null;
  readonly statusCallbackEvents: readonly string[];
}

const formSchema = z.object({
  To: z.string().default(''),
  From: z.string().default(''),
  Twiml: z.string().default(''),
  StatusCallback: z.string().default(''),
  // Named once it arrives as a word, named often as a list.
  StatusCallbackEvent: z.union([z.string().transform((event) => [event]), z.array(z.string())]).default(['completed']),
});

/** The longest TwiML that an order may bring along. */
const longestTwiml = 4_000;

/** Reads the form in the order in which Twilio finds fault with it. Only the form with `Twiml` is played here. */
export function readCallOrder(body: unknown): { order: CallOrder } | { error: TwilioError } {
  const form = formSchema.safeParse(body ?? {});
  if (!form.success) return { error: twilioErrors.invalidParameter(String(form.error.issues[0]?.path[0])) };

  const { To, From, Twiml, StatusCallback, StatusCallbackEvent } = form.data;
  if (To === '') return { error: twilioErrors.calledMissing };
  if (!isE164(To)) return { error: twilioErrors.toInvalid(To) };
  if (From === '') return { error: twilioErrors.callerMissing };
  if (!isE164(From)) return { error: twilioErrors.fromInvalid(From) };
  if (Twiml === '') return { error: twilioErrors.twimlMissing };
  if (Twiml.length > longestTwiml) return { error: twilioErrors.invalidParameter('Twiml') };
  if (StatusCallback !== '' && !isWebAddress(StatusCallback)) return { error: twilioErrors.callbackInvalid };

  return {
    order: {
      to: To,
      from: From,
      twiml: Twiml,
      statusCallback: StatusCallback || null,
      statusCallbackEvents: StatusCallbackEvent,
    },
  };
}
