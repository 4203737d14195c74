import { sameAddress } from '../inbox';
import type { Journal } from '../journal';

/** Who has called a mail spam: SendGrid sends them nothing more, of whatever sender, unless a mail passes that by. */
export interface SpamReports {
  has(email: string): boolean;
  add(email: string): void;
}

export function createSpamReports(journal: Journal): SpamReports {
  const reported = journal.past.flatMap((entry) => (entry.kind === 'spam-reported' ? [entry.email] : []));

  return {
    has: (email) => reported.some((one) => sameAddress(one, email)),
    add: (email) => {
      reported.push(email);
      journal.append({ kind: 'spam-reported', email });
    },
  };
}
