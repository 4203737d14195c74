import type { Moment } from './watch';

/** Where in a step a worker can die. A step is one activity: a transaction, the sends, a transaction. design.md §2 */
export interface Boundary {
  readonly name: string;
  readonly moment: Moment;
  /** Which of the step's transactions, or, where several messages go out at once, when all of them are there. */
  readonly of: 1 | 2 | 'its messages';
  /** The vendor gets what it was about to get although the worker is dead: it was on its way. */
  readonly arrives?: true;
  /** The vendors report nothing: what they have is known to them alone. */
  readonly withoutReports?: true;
  /**
   * How often an email of the step arrives. SendGrid cannot be asked what it has: where our record and its report are both
   * missing, nobody can tell whether it went. It is sent again then, and marked as a possible duplicate. An SMS arrives
   * once, since Twilio can be asked.
   */
  readonly emails: 'once' | 'once, marked' | 'twice, marked';
}

/** In the order in which a step passes them. */
export const boundaries: readonly Boundary[] = [
  { name: 'before the first transaction', moment: 'begin', of: 1, emails: 'once' },
  { name: 'before the first transaction is committed', moment: 'commit', of: 1, emails: 'once' },
  { name: 'after the first transaction', moment: 'committed', of: 1, emails: 'once, marked' },
  { name: 'after the lease check', moment: 'send', of: 'its messages', emails: 'once, marked' },
  { name: 'during the HTTP call', moment: 'send', of: 'its messages', arrives: true, emails: 'once' },
  { name: "after the vendor's acceptance", moment: 'taken', of: 'its messages', emails: 'once' },
  {
    name: "after the vendor's acceptance, of which no report comes",
    moment: 'taken',
    of: 'its messages',
    withoutReports: true,
    emails: 'twice, marked',
  },
  { name: 'before the second transaction', moment: 'begin', of: 2, emails: 'once' },
  {
    name: 'before the second transaction is committed, and no report comes',
    moment: 'commit',
    of: 2,
    withoutReports: true,
    emails: 'twice, marked',
  },
  { name: 'after the second transaction', moment: 'committed', of: 2, withoutReports: true, emails: 'once' },
];

/** Ending a case sends nothing: such a step has one transaction, and no boundary after it. */
export const isWithinOneTransaction = ({ of }: Boundary): boolean => of === 1;
