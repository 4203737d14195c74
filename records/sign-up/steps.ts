import type { Overtaken, SignUpOrder } from '../../workflows/sign-up/contract';
import { signUpWorkflowId } from '../../workflows/sign-up/contract';
import type { SignUpNote, StaffAsk } from '../../workflows/sign-up/rules';
import { openAllocation } from '../allocation/allocation-row';
import { passOver } from '../allocation/pass-over';
import { openClientMessages } from '../client-messages';
import { keepAsInterest } from '../interests/interests';
import { openNotices } from '../notices';
import { isHeld, organisationOf, type StaffMember, staffMember, staffWithAnyRole } from '../people';
import type { Outgoing } from '../urgent-care/dispatches';
import type { WrittenChannel } from '../urgent-care/letters';
import type { Work } from '../work';
import { recordSignUpAct, signUpActsAfter } from './acts';
import type { SignUpAsk, SignUpLetters } from './letters';
import { lockSignUp, type SignUpRow } from './sign-up-row';

/** What the steps of a sign-up do on record. Where it stands follows from its acts: a step that only writes moves nothing. */

export interface SignUpTools {
  readonly letters: SignUpLetters;
  readonly publicUrl: string;
}

export interface OpenedSignUpStep {
  readonly kind: 'opened';
  readonly outgoing: readonly Outgoing[];
}

/**
 * Locks the client, and does nothing if acts were committed that the workflow has not seen; it gets them instead. Of a
 * step that is tried again the messages may be out: they are looked up by their own keys.
 */
async function openStep(
  work: Work,
  { signUpId, seen }: SignUpOrder,
  open: (row: SignUpRow) => Promise<readonly Outgoing[]>,
): Promise<OpenedSignUpStep | Overtaken> {
  const row = await lockSignUp(work, signUpId);
  if (row.actCount > seen) return { kind: 'overtaken', acts: await signUpActsAfter(work, signUpId, seen) };
  return { kind: 'opened', outgoing: await open(row) };
}

const keyOf = ({ signUpId, step }: SignUpOrder): string => `${signUpWorkflowId(signUpId)}/${step}`;

/** What is asked of the client, or how it ended. */
export function openNote(
  work: Work,
  tools: SignUpTools,
  order: SignUpOrder & { readonly note: SignUpNote },
): Promise<OpenedSignUpStep | Overtaken> {
  const { letters, publicUrl } = tools;
  const { note } = order;
  return openStep(work, order, async (row) => {
    const { clientId, id: signUpId } = row;
    const practitionerName = await practitionerNameOf(work, clientId);
    const outgoing = await openClientMessages(work, {
      clientId,
      signUpId,
      key: keyOf(order),
      template: `sign-up-${note.kind}`,
      publicUrl,
      // Whoever is over can come back by the link; whoever is enrolled needs it no more.
      ...(note.kind === 'enrolled' || note.kind === 'left' ? {} : { page: 'sign-up' as const }),
      write: (channel, facts) => letters.note(channel, { ...facts, note, practitionerName }),
    });
    // Nothing asks a client to whom nothing is safe to write; a person telephones before the time to answer is up.
    const asksFirst = 'reminder' in note && !note.reminder;
    if (outgoing.length > 0 || !asksFirst || (await isHeld(work, clientId))) return outgoing;
    return askStaff(work, tools, row, {
      key: keyOf(order),
      ask: 'telephone',
      of: await staffWithAnyRole(work, 'admin'),
    });
  });
}

async function practitionerNameOf(work: Work, clientId: string): Promise<string | null> {
  const client = await work.db.client.findUnique({ where: { id: clientId }, select: { practitionerId: true } });
  return client?.practitionerId ? (await staffMember(work, client.practitionerId)).name : null;
}

/** What staff are asked for; a supervisor too, from the second time on. */
export function openAsk(
  work: Work,
  tools: SignUpTools,
  order: SignUpOrder & { readonly ask: StaffAsk; readonly rung: number },
): Promise<OpenedSignUpStep | Overtaken> {
  return openStep(work, order, async (row) =>
    askStaff(work, tools, row, { key: keyOf(order), ask: order.ask, of: await askedFor(work, order) }),
  );
}

async function askStaff(
  work: Work,
  { letters }: SignUpTools,
  { code }: SignUpRow,
  { key, ask, of }: { readonly key: string; readonly ask: SignUpAsk; readonly of: readonly StaffMember[] },
): Promise<readonly Outgoing[]> {
  const { senderName, callbackNumber } = await organisationOf(work);
  const write = (channel: WrittenChannel) => letters.ask(channel, { senderName, callbackNumber, ask, code });
  const { outgoing } = await openNotices(
    work,
    of.map((to) => ({ key, template: `sign-up-asks-${ask}`, to, write })),
  );
  return outgoing;
}

async function askedFor(
  work: Work,
  { ask, rung, signUpId }: SignUpOrder & { readonly ask: StaffAsk; readonly rung: number },
): Promise<readonly StaffMember[]> {
  if (ask === 'accept-client') {
    const practitionerId = (await openAllocation(work, signUpId))?.practitionerId ?? null;
    return practitionerId === null ? [] : [await staffMember(work, practitionerId)];
  }
  if (ask === 'no-match' || rung > 0) return staffWithAnyRole(work, 'supervisor');
  return staffWithAnyRole(work, 'admin');
}

/** The practitioner let the time to answer go by: the next one is proposed. */
export function passOverPractitioner(work: Work, order: SignUpOrder): Promise<OpenedSignUpStep | Overtaken> {
  return openStep(work, order, async (row) => {
    await passOver(work, row);
    return [];
  });
}

/** Two weeks without the client: it is over until they ask for a new link. domain.md §2.3 */
export function expireSignUp(work: Work, order: SignUpOrder): Promise<OpenedSignUpStep | Overtaken> {
  return openStep(work, order, async ({ id, clientId }) => {
    await recordSignUpAct(work, id, { kind: 'expired' });
    await keepAsInterest(work, clientId);
    return [];
  });
}
