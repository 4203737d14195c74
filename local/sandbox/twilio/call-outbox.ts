import { randomBytes } from 'node:crypto';
import type { Deliveries } from '../deliveries';
import { fateOf } from '../fate';
import type { Fault } from '../faults';
import type { Inbox } from '../inbox';
import { linksIn } from '../links';
import type { Call } from '../message';
import type { CallOrder } from './call-order';
import { callScriptOf } from './twiml';

export interface CallOutbox {
  /** Places a call: it is in the inbox at once with what it says, and its fate begins. */
  accept(order: CallOrder, fault: Fault | undefined): Call;
}

interface Deps {
  inbox: Inbox;
  deliveries: Deliveries;
  now: () => Date;
}

export function createCallOutbox({ inbox, deliveries, now }: Deps): CallOutbox {
  return {
    accept({ to, from, twiml, statusCallback, statusCallbackEvents }, fault) {
      const at = now().toISOString();
      const { said: text, keysTo } = callScriptOf(twiml);
      const call: Call = {
        vendor: 'twilio-voice',
        statusCallback,
        statusCallbackEvents: [...statusCallbackEvents],
        keysTo,
        updatedAt: at,
        errorCode: null,
        fate: fateOf(fault),
        inbox: {
          id: `CA${randomBytes(16).toString('hex')}`,
          at,
          channel: 'voice',
          from,
          to,
          subject: null,
          text,
          html: null,
          headers: {},
          links: linksIn(text, null),
          status: 'queued',
        },
      };
      inbox.add(call);
      deliveries.begin(call);
      return call;
    },
  };
}
