import { type PlanRecipient, planRecipients } from '../../workflows/urgent-care/words';
import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { requirePlanKeeper } from '../clients/pathway';
import { type ContactWords, clientWords, type GpWords, type Permission, planOf } from '../people';
import { permissionWords, tiersFor } from '../urgent-care/labels';
import type { Work } from '../work';
import { planLacks } from './completeness';
import { type ContactNoticeView, noticesOf } from './contact-notices';

export interface PlanView {
  /** 0: none was saved yet. */
  readonly version: number;
  readonly savedAt: string | null;
  readonly complete: boolean;
  readonly lacks: readonly string[];
  readonly gp: GpWords | null;
  readonly contacts: readonly [ContactWords | null, ContactWords | null];
  readonly permissions: Readonly<Partial<Record<PlanRecipient, Permission>>>;
  readonly neverContact: readonly PlanRecipient[];
  /** Whether the people whom it names, or named, were told how their data are held. UK GDPR Article 14 */
  readonly notices: readonly ContactNoticeView[];
  /** What the client is shown, and agrees to, for each person at each tier. */
  readonly wording: Readonly<Record<string, { readonly now: Wording; readonly emergency: Wording }>>;
}

/** By tier; `none` for not being told anything. */
type Wording = Readonly<Record<string, string>>;

/** The plan in force, with what it lacks. Every look is audited. @throws Forbidden, NotFound */
export async function readPlan(work: Work, caller: Caller, clientId: string): Promise<PlanView> {
  await requirePlanKeeper(work, caller, clientId);
  await auditRead(work, caller, { action: 'urgent-care-plan.read', clientId });
  return viewPlan(work, clientId);
}

/** As it stands in this transaction. Whoever calls it has asked who may see it. */
export async function viewPlan(work: Work, clientId: string): Promise<PlanView> {
  const plan = await planOf(work, clientId);
  const version = plan?.version ?? 0;
  const saved = plan && (await work.db.planVersion.findUnique({ where: { clientId_version: { clientId, version } } }));
  const lacks = planLacks(await clientWords(work, clientId), plan);
  return {
    version,
    savedAt: saved?.savedAt.toISOString() ?? null,
    complete: lacks.length === 0,
    lacks,
    gp: plan?.gp ?? null,
    contacts: plan?.contacts ?? [null, null],
    permissions: plan?.permissions ?? {},
    neverContact: planRecipients.filter((of) => plan?.neverContact.includes(of)),
    notices: await noticesOf(work, clientId),
    wording: Object.fromEntries(planRecipients.map((of) => [of, wordingFor(of)])),
  };
}

function wordingFor(of: PlanRecipient): { readonly now: Wording; readonly emergency: Wording } {
  const offered = tiersFor(of);
  const wording = (when: 'now' | 'emergency'): Wording =>
    Object.fromEntries([
      ...offered.map((tier) => [tier, permissionWords(of, when, tier)]),
      ['none', permissionWords(of, when, null)],
    ]);
  return { now: wording('now'), emergency: wording('emergency') };
}
