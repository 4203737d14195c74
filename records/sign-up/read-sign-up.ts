import type { Instrument, SignUpStatus } from '../../workflows/sign-up/words';
import { requireRoleOrTheirs } from '../allocation/theirs';
import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import type { Work } from '../work';
import { stateOf } from './acts';
import { readSignUp, type SignUpPlan } from './sign-up-row';

export interface SignUpView {
  readonly id: string;
  readonly clientId: string;
  readonly code: string;
  readonly status: SignUpStatus;
  readonly plan: SignUpPlan;
  readonly courseId: string | null;
  readonly registeredAt: string;
  readonly endedAt: string | null;
  readonly consentForm: 'awaited' | 'signed';
  readonly assessments: readonly { readonly instrument: Instrument; readonly status: 'awaited' | 'submitted' }[];
}

/**
 * Where a sign-up stands: what is done and what is waited for, no answers. Every look is audited.
 * @throws NotFound; Forbidden for a practitioner whom it does not concern
 */
export async function viewSignUp(work: Work, caller: Caller, id: string): Promise<SignUpView> {
  const row = await readSignUp(work, id);
  await requireRoleOrTheirs(work, caller, row, 'platform', 'supervisor', 'admin', 'dpo');
  await auditRead(work, caller, { action: 'sign-up.read', clientId: row.clientId });
  const { formSigned, submitted } = await stateOf(work, row);
  return {
    id,
    clientId: row.clientId,
    code: row.code,
    status: row.status,
    plan: row.plan,
    courseId: row.courseId,
    registeredAt: row.registeredAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    consentForm: formSigned ? 'signed' : 'awaited',
    assessments: row.instruments.map((instrument) => ({
      instrument,
      status: submitted.includes(instrument) ? 'submitted' : 'awaited',
    })),
  };
}
