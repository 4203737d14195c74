import type { Fault } from './faults';
import type { Fate } from './message';

/** What becomes of an accepted message. Faults that refuse a request have no say in it: nothing was accepted. */
export function fateOf(fault: Fault | undefined): Fate {
  switch (fault) {
    case '30005':
    case '30006':
      return { steps: toldOnce('sent', 'undelivered'), errorCode: fault };
    case 'busy':
    case 'no-answer':
      return { steps: toldOnce('sent', 'failed'), errorCode: fault };
    case 'call-failed':
      return { steps: toldOnce('failed'), errorCode: '404' };
    case 'bounce':
      return { steps: toldOnce('sent', 'bounced'), errorCode: '5.1.1' };
    case 'drop-callback':
      return { steps: toldTimes(0), errorCode: null };
    case 'duplicate-callback':
      return { steps: toldTimes(2), errorCode: null };
    case 'reorder-callbacks':
      return { steps: toldOnce('delivered', 'sent'), errorCode: null };
    case 'slow':
    case '429':
    case '500':
    case 'timeout':
    case '21610':
    case undefined:
      return { steps: toldTimes(1), errorCode: null };
  }
}

/** SendGrid's reasons to drop a mail for what its recipient has said. */
export const saidByRecipient = ['Unsubscribed Address', 'Spam Reporting Address'] as const;
export type SaidByRecipient = (typeof saidByRecipient)[number];

/** SendGrid takes such a mail and sends it to nobody. */
export const droppedAs = (reason: SaidByRecipient): Fate => ({ steps: toldOnce('failed'), errorCode: reason });

function toldTimes(callbacks: number): Fate['steps'] {
  return toldOnce('sent', 'delivered').map((step) => ({ ...step, callbacks }));
}

function toldOnce(...statuses: Fate['steps'][number]['status'][]): Fate['steps'] {
  return statuses.map((status) => ({ status, callbacks: 1 }));
}
