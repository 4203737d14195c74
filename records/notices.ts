import type { StaffMember } from './people';
import type { Outgoing } from './urgent-care/dispatches';
import type { Letter, WrittenChannel } from './urgent-care/letters';
import type { Work } from './work';
import { writeAhead } from './written-ahead';

/** Messages to staff that belong to no case. */

export interface Notice {
  /** With the member of staff and the channel: the key under which this notice exists once. */
  readonly key: string;
  readonly template: string;
  /** A page about somebody's safety is tried again like one of urgent care. */
  readonly purpose?: 'service' | 'urgent-care';
  readonly to: StaffMember;
  readonly write: (channel: WrittenChannel) => Letter;
}

export interface OpenedNotices {
  readonly outgoing: readonly Outgoing[];
  /** False if they were all written before. */
  readonly areNew: boolean;
}

const channels: readonly WrittenChannel[] = ['sms', 'email'];

/** Writes each notice ahead of its sending, by SMS and by email, or finds it if it was written before. */
export async function openNotices(work: Work, notices: readonly Notice[]): Promise<OpenedNotices> {
  const messages = notices.flatMap(({ key, template, purpose = 'service', to, write }) =>
    channels.map((channel) => ({
      stepKey: `${key}/${to.id}/${channel}`,
      purpose,
      template,
      channel,
      to: { kind: 'staff', staffId: to.id } as const,
      words: () => ({ to: channel === 'sms' ? to.mobile : to.email, token: null, ...write(channel) }),
    })),
  );
  const { outgoing, fresh } = await writeAhead(work, messages);
  return { outgoing, areNew: fresh.length > 0 };
}
