import { randomBytes } from 'node:crypto';
import type { Deliveries } from '../deliveries';
import { fateOf } from '../fate';
import type { Fault } from '../faults';
import type { Inbox } from '../inbox';
import { linksIn } from '../links';
import type { Sms } from '../message';
import type { SmsOrder } from './order';

export interface SmsOutbox {
  /** Takes an SMS on: it is in the inbox at once, and its fate begins. */
  accept(order: SmsOrder, how: { fault: Fault | undefined; direction: Sms['direction'] }): Sms;
}

interface Deps {
  inbox: Inbox;
  deliveries: Deliveries;
  now: () => Date;
}

export function createSmsOutbox({ inbox, deliveries, now }: Deps): SmsOutbox {
  return {
    accept({ to, from, text, messagingServiceSid, statusCallback }, { fault, direction }) {
      const at = now().toISOString();
      const sms: Sms = {
        vendor: 'twilio',
        direction,
        messagingServiceSid,
        statusCallback,
        updatedAt: at,
        errorCode: null,
        fate: fateOf(fault),
        inbox: {
          id: newMessageSid(),
          at,
          channel: 'sms',
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
      inbox.add(sms);
      deliveries.begin(sms);
      return sms;
    },
  };
}

export function newMessageSid(): string {
  return `SM${randomBytes(16).toString('hex')}`;
}
