import { newId } from './ids';
import { organisationOf, type StaffMember } from './people';
import { type DispatchWords, type Outgoing, outgoing, recorded } from './urgent-care/dispatches';
import type { Letter, WrittenChannel } from './urgent-care/letters';
import type { Work } from './work';

/** Messages to staff that belong to no case. */

export interface Notice {
  /** With the member of staff and the channel: the key under which this notice exists once. */
  readonly key: string;
  readonly template: string;
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
  const organisation = await organisationOf(work);
  const messages = notices.flatMap((notice) =>
    channels.map((channel) => ({ ...notice, channel, ...keyOf(notice, channel) })),
  );
  const known = await work.db.dispatch.findMany({ where: { stepKey: { in: messages.map(({ stepKey }) => stepKey) } } });

  const opened: Outgoing[] = [];
  for (const { stepKey, channel, ...notice } of messages) {
    const written = known.find((row) => row.stepKey === stepKey);
    const words = written ? await wordsOf(work, written.sealed) : drafted(notice, channel);
    const standing = written ? recorded(written) : await write(work, { stepKey, channel, notice, words });
    opened.push(outgoing(work, { organisation }, channel, { ...words, ...standing }));
  }
  return { outgoing: opened, areNew: known.length < messages.length };
}

const keyOf = ({ key, to }: Notice, channel: WrittenChannel) => ({ stepKey: `${key}/${to.id}/${channel}` });

const wordsOf = (work: Work, sealed: Uint8Array): Promise<DispatchWords> =>
  work.open<DispatchWords>(work.organisationId, sealed);

const drafted = ({ to, write }: Notice, channel: WrittenChannel): DispatchWords => ({
  to: channel === 'sms' ? to.mobile : to.email,
  token: null,
  ...write(channel),
});

async function write(
  work: Work,
  message: {
    readonly stepKey: string;
    readonly channel: WrittenChannel;
    readonly notice: Notice;
    readonly words: DispatchWords;
  },
): Promise<Pick<Outgoing, 'id' | 'createdAt' | 'state' | 'status'>> {
  const { stepKey, channel, notice, words } = message;
  const { organisationId, at } = work;
  const id = newId();
  await work.db.dispatch.create({
    data: {
      id,
      organisationId,
      caseId: null,
      stepKey,
      purpose: 'service',
      template: notice.template,
      audience: 'staff',
      staffId: notice.to.id,
      channel,
      status: 'queued',
      toIndex: work.index(words.to),
      createdAt: at,
      statusAt: at,
      sealed: await work.seal(organisationId, words),
    },
  });
  return { id, createdAt: at, state: 'fresh', status: 'queued' };
}
