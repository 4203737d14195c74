import {
  type SafetyPageOrder,
  type SafetyStanding,
  safetyConversationWorkflowId,
} from '../../workflows/safety-conversation/contract';
import { isToOthers } from '../../workflows/safety-conversation/rules';
import type { SafetyConcern } from '../generated/client';
import { openNotices } from '../notices';
import { findStaffMember, organisationOf, type StaffMember, staffWithAnyRole } from '../people';
import { everyoneOnDuty } from '../rota/on-duty';
import { readSignUp } from '../sign-up/sign-up-row';
import type { Outgoing } from '../urgent-care/dispatches';
import type { Work } from '../work';
import { lockConcern, standingOf } from './concern-row';
import { noteHeard } from './heard';
import type { SafetyPageLetter } from './letters';

export interface OpenedSafetyPage {
  readonly outgoing: readonly Outgoing[];
  readonly standing: SafetyStanding;
}

/** Writes a page ahead of its sending. Nobody is paged about what was judged meanwhile. */
export async function openSafetyPage(
  work: Work,
  letter: SafetyPageLetter,
  { concernId, step, page, rung }: SafetyPageOrder,
): Promise<OpenedSafetyPage> {
  const concern = await lockConcern(work, concernId);
  const standing = standingOf(concern);
  if (standing.judged) return { outgoing: [], standing };
  const { senderName } = await organisationOf(work);
  const { code } = await readSignUp(work, concern.signUpId);
  const paged = await whoIsPaged(work, concern, { page, rung });
  const { outgoing } = await openNotices(
    work,
    paged.map((to) => ({
      key: `${safetyConversationWorkflowId(concernId)}/${step}`,
      template: `safety-page-${page}`,
      purpose: 'urgent-care',
      to,
      write: (channel) => letter(channel, { senderName, code, page }),
    })),
  );
  await noteHeard(
    work,
    concern,
    paged.map(({ id }) => id),
  );
  return { outgoing, standing };
}

/**
 * Whoever has it; else, or for a page to others than them, whose turn it is of those on duty at this very moment:
 * clinicians, then supervisors.
 */
async function whoIsPaged(
  work: Work,
  { takenBy }: SafetyConcern,
  { page, rung }: Pick<SafetyPageOrder, 'page' | 'rung'>,
): Promise<readonly StaffMember[]> {
  const taker = takenBy === null || isToOthers(page) ? null : await findStaffMember(work, takenBy);
  if (taker) return [taker];
  const ladder = (await everyoneOnDuty(work)).filter(({ id }) => id !== takenBy);
  const turn = ladder[rung % ladder.length];
  // An organisation without clinicians and supervisors: whoever runs it must hear of it.
  return turn ? [turn] : staffWithAnyRole(work, 'admin', 'dpo');
}
