import type { RecipientName } from '../../workflows/urgent-care/words';
import { audit } from '../audit/record';
import type { Actor, Work } from '../work';
import { heedItself } from '../work';
import { recordAct } from './acts';
import { type CaseRow, lockCase } from './case-row';
import { chronicle } from './chronicle';
import { recipientActor } from './personal-page';

/** What somebody wrote that is no answer: a person reads it. domain.md §3.7 */

export interface WhatCameIn {
  /** A number or an email address. */
  readonly from: string;
  readonly text: string;
}

export interface Placed {
  /** passed-on: the owner of an open case is paged to read it · not-read: no open case belongs to it */
  readonly taken: 'passed-on' | 'not-read';
  readonly caseId: string | null;
}

export interface OpenDisclosure {
  readonly caseId: string;
  readonly recipient: RecipientName;
}

/** Who was told at this number or address, a recipient of a case once, newest case first. */
export async function disclosuresTo(work: Work, address: string): Promise<readonly OpenDisclosure[]> {
  const sent = await work.db.dispatch.findMany({
    where: { toIndex: { in: work.indexes(address) }, template: 'disclosure', recipient: { not: null } },
    orderBy: { seq: 'desc' },
    distinct: ['caseId', 'recipient'],
  });
  return sent.flatMap(({ caseId, recipient }) =>
    caseId === null ? [] : [{ caseId, recipient: recipient as RecipientName }],
  );
}

/**
 * The owner of an open case reads it: one that the writer was told in, else one of the client whose number or address it
 * is. With no open case it is kept with the newest one that they were told in.
 */
export async function passOn(work: Work, { from, text }: WhatCameIn, told: readonly OpenDisclosure[]): Promise<Placed> {
  const open = await firstOpen(work, told);
  const fromClient = open ? null : await openCaseOfClientWith(work, from);
  if (fromClient) {
    const by: Actor = { kind: 'client', id: fromClient.clientId, name: 'The client' };
    await giveToOwner(work, fromClient.id, by, `They wrote: ${text}`);
    return { taken: 'passed-on', caseId: fromClient.id };
  }
  const kept = open ?? told[0];
  if (!kept) {
    // Without its words: what is audited under the organisation's key can never be erased.
    await audit(work, { actor: heedItself, action: 'message.received-without-case' });
    return { taken: 'not-read', caseId: null };
  }
  await giveToOwner(work, kept.caseId, await recipientOfCase(work, kept.caseId, kept.recipient), `They wrote: ${text}`);
  return { taken: open ? 'passed-on' : 'not-read', caseId: kept.caseId };
}

async function firstOpen(work: Work, told: readonly OpenDisclosure[]): Promise<OpenDisclosure | undefined> {
  const open = await work.db.case.findMany({
    where: { id: { in: told.map(({ caseId }) => caseId) }, status: { not: 'closed' } },
    select: { id: true },
  });
  return told.find(({ caseId }) => open.some(({ id }) => id === caseId));
}

/** Whether a client whose number or address this is has an open case. */
export const hasOpenCase = async (work: Work, address: string): Promise<boolean> =>
  (await openCaseOfClientWith(work, address)) !== null;

async function openCaseOfClientWith(work: Work, address: string): Promise<CaseRow | null> {
  const among = { in: work.indexes(address) };
  const clients = await work.db.client.findMany({ where: { OR: [{ mobileIndex: among }, { emailIndex: among }] } });
  const found = await work.db.case.findFirst({
    where: { clientId: { in: clients.map(({ id }) => id) }, status: { not: 'closed' } },
    orderBy: { id: 'desc' },
  });
  return found as CaseRow | null;
}

/** Onto the timeline; while the case is open its owner is paged to read it. */
export async function giveToOwner(work: Work, caseId: string, by: Actor, text: string): Promise<void> {
  const theCase = await lockCase(work, caseId);
  await chronicle(work, theCase, { actor: by, kind: 'reply.received', text });
  if (theCase.status !== 'closed') await recordAct(work, caseId, { kind: 'news-for-owner' });
}

export async function recipientOfCase(work: Work, caseId: string, recipient: RecipientName): Promise<Actor> {
  return recipientActor(work, await lockCase(work, caseId), recipient);
}
