import { randomBytes } from 'node:crypto';
import type { Deliveries } from '../deliveries';
import { droppedAs, fateOf } from '../fate';
import type { Fault } from '../faults';
import type { Inbox } from '../inbox';
import { linksIn } from '../links';
import type { Email, Fate } from '../message';
import type { EmailOrder } from './mail';
import type { SpamReports } from './spam-reports';
import type { SuppressionGroups } from './suppression-groups';

export interface EmailOutbox {
  /** Takes the emails of one request on and gives the `x-message-id` of that request. */
  accept(orders: readonly EmailOrder[], fault: Fault | undefined): string;
}

interface Deps {
  inbox: Inbox;
  deliveries: Deliveries;
  groups: SuppressionGroups;
  spamReports: SpamReports;
  now: () => Date;
}

export function createEmailOutbox({ inbox, deliveries, groups, spamReports, now }: Deps): EmailOutbox {
  function toEmail(order: EmailOrder, requestId: string, index: number, fault: Fault | undefined): Email {
    const at = now().toISOString();
    const { to, from, subject, text, html, headers, customArgs } = order;
    return {
      vendor: 'sendgrid',
      // The first recipient's id is the one that the sender was given, which is all that most requests have.
      vendorMessageId: `${requestId}.recvd-sandbox-${index}`,
      customArgs,
      updatedAt: at,
      errorCode: null,
      fate: droppedFor(order) ?? fateOf(fault),
      inbox: {
        id: index === 0 ? requestId : `${requestId}.${index}`,
        at,
        channel: 'email',
        from,
        to,
        subject,
        text,
        html,
        headers,
        links: linksIn(text, html),
        status: 'queued',
      },
    };
  }

  function droppedFor({ to, unsubscribeGroup, heedsSpamReports }: EmailOrder): Fate | null {
    if (heedsSpamReports && spamReports.has(to)) return droppedAs('Spam Reporting Address');
    const isUnsubscribed = unsubscribeGroup !== null && groups.among(unsubscribeGroup, [to]).length > 0;
    return isUnsubscribed ? droppedAs('Unsubscribed Address') : null;
  }

  return {
    accept(orders, fault) {
      const requestId = randomBytes(16).toString('base64url');
      const emails = orders.map((order, index) => toEmail(order, requestId, index, fault));
      for (const email of emails) inbox.add(email);
      for (const email of emails) deliveries.begin(email);
      return requestId;
    },
  };
}
