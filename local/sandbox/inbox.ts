import type { Journal } from './journal';
import type { Channel, Entry, InboxMessage, Message, Status } from './message';
import type { CallScript } from './twilio/twiml';

export interface MessageFilter {
  readonly to?: string | undefined;
  readonly channel?: Channel | undefined;
  /** Only messages accepted at or after this instant. */
  readonly since?: Date | undefined;
}

export interface Inbox {
  add(message: Message): void;
  find(id: string): Message | undefined;
  /** Oldest first. */
  all(): readonly Message[];
  messages(filter?: MessageFilter): InboxMessage[];
  setStatus(id: string, status: Status, errorCode: string | null): void;
  /** Like `setStatus`, but a status that came too late changes nothing. */
  advance(id: string, status: Status, errorCode: string | null): void;
  /** From now on nothing more happens to this message by itself. */
  endFate(id: string): void;
  /** A call says something more. */
  goOn(id: string, script: CallScript): void;
  fateEnded(id: string): boolean;
  /** A person wants no more SMS from this number, or wants them again. */
  optOut(choice: OptOut): void;
  hasOptedOut(person: string, sender: string): boolean;
  close(): void;
}

export interface OptOut {
  readonly person: string;
  readonly sender: string;
  readonly out: boolean;
}

const rank: Record<Status, number> = {
  queued: 0,
  sent: 1,
  delivered: 2,
  undelivered: 2,
  failed: 2,
  bounced: 2,
  opened: 3,
};

export function createInbox({ journal, now }: { journal: Journal; now: () => Date }): Inbox {
  const messages = new Map<string, Message>();
  const withEndedFate = new Set<string>();
  const optedOut = new Map<string, boolean>();

  for (const entry of journal.past) apply(entry);

  function record(entry: Entry): void {
    apply(entry);
    journal.append(entry);
  }

  function apply(entry: Entry): void {
    switch (entry.kind) {
      case 'message':
        messages.set(entry.message.inbox.id, entry.message);
        return;
      case 'fate-ended':
        withEndedFate.add(entry.id);
        return;
      case 'opted-out':
        optedOut.set(`${entry.person} ${entry.sender}`, entry.out);
        return;
      case 'group-suppressed':
      case 'spam-reported':
      case 'platform-heard':
        // Kept by those whom it concerns.
        return;
      case 'call-went-on': {
        const call = messages.get(entry.id);
        if (call?.vendor !== 'twilio-voice') return;
        const text = [call.inbox.text, entry.said].filter((words) => words !== '').join('\n');
        messages.set(entry.id, { ...call, keysTo: entry.keysTo, inbox: { ...call.inbox, text } });
        return;
      }
      case 'status': {
        const message = messages.get(entry.id);
        if (!message) return;
        const { status, errorCode, at: updatedAt } = entry;
        messages.set(entry.id, { ...message, errorCode, updatedAt, inbox: { ...message.inbox, status } });
      }
    }
  }

  function setStatus(id: string, status: Status, errorCode: string | null): void {
    record({ kind: 'status', id, status, errorCode, at: now().toISOString() });
  }

  return {
    add: (message) => record({ kind: 'message', message }),
    find: (id) => messages.get(id),
    all: () => [...messages.values()],
    messages: (filter = {}) =>
      [...messages.values()].map(({ inbox }) => inbox).filter((message) => fits(message, filter)),
    setStatus,
    advance(id, status, errorCode) {
      const message = messages.get(id);
      if (message && rank[status] > rank[message.inbox.status]) setStatus(id, status, errorCode);
    },
    endFate(id) {
      if (!withEndedFate.has(id)) record({ kind: 'fate-ended', id });
    },
    goOn: (id, { said, keysTo }) => record({ kind: 'call-went-on', id, said, keysTo }),
    fateEnded: (id) => withEndedFate.has(id),
    optOut: (choice) => record({ kind: 'opted-out', ...choice }),
    hasOptedOut: (person, sender) => optedOut.get(`${person} ${sender}`) ?? false,
    close: () => journal.close(),
  };
}

/** Whether two addresses are the same mailbox or phone: vendors do not tell upper from lower case. */
export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function fits(message: InboxMessage, { to, channel, since }: MessageFilter): boolean {
  if (to !== undefined && !sameAddress(to, message.to)) return false;
  if (channel !== undefined && channel !== message.channel) return false;
  return since === undefined || new Date(message.at) >= since;
}
