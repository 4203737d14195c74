import twilio from 'twilio';
import type { Answer } from './stack-people';
import { answered } from './stack-people';
import type { StartedStack } from './started-stack';

/** Twilio, as far as it tells Heed what became of messages: signed as Twilio signs. */
export interface TwilioVendor {
  /** A status callback of a message. */
  reports(dispatchId: string, vendorId: string, status: string, errorCode?: string): Promise<Answer>;
}

export function createVendor(stack: StartedStack): TwilioVendor {
  const { url, organisation } = stack.now();
  const { authToken } = stack.secrets().twilio;
  return {
    reports: (dispatchId, vendorId, status, errorCode) => {
      const address = `${url}/webhooks/twilio/status?organisation=${organisation.id}&dispatch=${dispatchId}`;
      const form = {
        MessageSid: vendorId,
        MessageStatus: status,
        ...(errorCode === undefined ? {} : { ErrorCode: errorCode }),
      };
      return answered(address, {
        method: 'POST',
        headers: { 'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, address, form) },
        body: new URLSearchParams(form),
      });
    },
  };
}
