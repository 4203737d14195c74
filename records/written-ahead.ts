import { newId } from './ids';
import { type OrganisationFacts, organisationOf } from './people';
import type { Purpose } from './purposes';
import { type DispatchWords, type Outgoing, outgoing, recorded } from './urgent-care/dispatches';
import type { WrittenChannel } from './urgent-care/letters';
import type { Work } from './work';

/** Messages that belong to no case, to staff and to clients: written before they are sent, each once under its key. */

export interface MessageBesideCases {
  /** The key under which this message exists once. */
  readonly stepKey: string;
  readonly purpose: Purpose;
  readonly template: string;
  readonly channel: WrittenChannel;
  readonly to:
    | { readonly kind: 'staff'; readonly staffId: string }
    | {
        readonly kind: 'client';
        readonly clientId: string;
        readonly signUpId?: string;
        /** What is for marketing is one of a message to many; the database refuses it otherwise. */
        readonly marketingMessageId?: string;
      };
  /** Called when the message is new. */
  readonly words: () => DispatchWords;
}

export interface WrittenAhead {
  readonly outgoing: readonly Outgoing[];
  /** Those that were not written before. */
  readonly fresh: readonly { readonly id: string; readonly stepKey: string; readonly words: DispatchWords }[];
}

/** Writes each message ahead of its sending, or finds it if it was written before. */
export async function writeAhead(work: Work, messages: readonly MessageBesideCases[]): Promise<WrittenAhead> {
  const organisation = await organisationOf(work);
  const known = await work.db.dispatch.findMany({ where: { stepKey: { in: messages.map(({ stepKey }) => stepKey) } } });
  const all: Outgoing[] = [];
  const fresh: { id: string; stepKey: string; words: DispatchWords }[] = [];
  for (const message of messages) {
    const written = known.find((row) => row.stepKey === message.stepKey);
    if (written) {
      const words = await work.open<DispatchWords>(subjectOf(work, message), written.sealed);
      all.push(ready(work, organisation, message, { ...words, ...recorded(written) }));
    } else {
      const words = message.words();
      const id = await write(work, message, words);
      fresh.push({ id, stepKey: message.stepKey, words });
      all.push(
        ready(work, organisation, message, { ...words, id, createdAt: work.at, state: 'fresh', status: 'queued' }),
      );
    }
  }
  return { outgoing: all, fresh };
}

/** Under whose key its words are: the client's own, or the organisation's for its staff. */
const subjectOf = (work: Work, { to }: MessageBesideCases): string =>
  to.kind === 'client' ? to.clientId : work.organisationId;

const ready = (
  work: Work,
  organisation: OrganisationFacts,
  { channel, purpose }: MessageBesideCases,
  facts: Parameters<typeof outgoing>[3],
): Outgoing => {
  const message = outgoing(work, { organisation }, channel, facts);
  // STOP to the number of marketing silences nothing else: marketing never comes from the other one.
  const fromNumber = purpose === 'marketing' ? (organisation.marketingSmsNumber ?? '') : message.fromNumber;
  return { ...message, purpose, fromNumber };
};

async function write(work: Work, message: MessageBesideCases, words: DispatchWords): Promise<string> {
  const { stepKey, purpose, template, channel, to } = message;
  const { organisationId, at } = work;
  const id = newId();
  await work.db.dispatch.create({
    data: {
      id,
      organisationId,
      caseId: null,
      clientId: to.kind === 'client' ? to.clientId : null,
      signUpId: to.kind === 'client' ? (to.signUpId ?? null) : null,
      marketingMessageId: to.kind === 'client' ? (to.marketingMessageId ?? null) : null,
      stepKey,
      purpose,
      template,
      audience: to.kind,
      staffId: to.kind === 'staff' ? to.staffId : null,
      channel,
      status: 'queued',
      toIndex: work.index(words.to),
      createdAt: at,
      statusAt: at,
      sealed: await work.seal(subjectOf(work, message), words),
    },
  });
  return id;
}

/** The last step of this process that wrote to anybody; 0 if none did. Its keys are `{workflow}/{id}/{step}/…`. */
export async function lastStepUnder(work: Work, workflowId: string): Promise<number> {
  const [found] = await work.db.$queryRaw<{ step: number }[]>`
    SELECT coalesce(max(split_part(step_key, '/', 3)::int), 0)::int AS step
    FROM dispatches WHERE step_key LIKE ${`${workflowId}/%`}`;
  return found?.step ?? 0;
}
