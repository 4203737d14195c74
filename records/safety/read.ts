import { definitionOf } from '../../workflows/sign-up/instruments/definitions';
import type { SafetyAnswer } from '../../workflows/sign-up/instruments/safety-answers';
import { auditRead } from '../audit/reads';
import { type Caller, hasRole } from '../caller';
import { requireInPathway } from '../clients/pathway';
import { type WhomToCall, whomToCall } from '../clients/whom-to-reach';
import type { SafetyConcern } from '../generated/client';
import { clientWords } from '../people';
import { readSignUp } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import type { AnsweredVia, JudgementWords, SafetyWords } from './concern-row';
import { noteHeard } from './heard';

export interface SafetyView {
  /** First, for whoever is paged to call them; absent while there is nothing to call them about, and for others. */
  readonly client?: WhomToCall;
  /** Newest first. */
  readonly items: readonly SafetyConcernView[];
}

interface SafetyConcernView {
  readonly id: string;
  readonly status: 'open' | 'judged';
  readonly raisedAt: string;
  readonly timesRaised: number;
  readonly raised: readonly {
    readonly at: string;
    readonly via: AnsweredVia;
    readonly answers: readonly AnswerInWords[];
  }[];
  readonly taken: { readonly by: string; readonly at: string } | null;
  readonly judgement: {
    readonly by: string;
    readonly at: string;
    readonly note: string;
    readonly urgentCarePlanNeeded: boolean;
    readonly caseId: string | null;
  } | null;
}

/** In the words that the client read; null: only so much could be read that it was not the first answer. */
interface AnswerInWords extends SafetyAnswer {
  readonly asked: string;
  readonly answered: string | null;
}

/**
 * Whom to call, what they answered that asks for a person, who has it, and what was judged: for those who talk with the
 * client. Every look is audited. @throws Forbidden for anybody else
 */
export async function readSafety(work: Work, caller: Caller, signUpId: string): Promise<SafetyView> {
  const { clientId } = await readSignUp(work, signUpId);
  await requireInPathway(work, caller, clientId);
  const found = await work.db.safetyConcern.findMany({ where: { clientId }, orderBy: { id: 'desc' } });
  await noteRead(work, found, caller);
  await auditRead(work, caller, { action: 'safety.read', clientId });
  const callsThem = found.length > 0 && isPagedToCall(caller);
  return {
    ...(callsThem ? { client: whomToCall(await clientWords(work, clientId)) } : {}),
    items: await Promise.all(found.map((concern) => viewOf(work, concern))),
  };
}

async function noteRead(work: Work, found: readonly SafetyConcern[], caller: Caller): Promise<void> {
  const open = found.find(({ judgedAt }) => judgedAt === null);
  if (open && isPagedToCall(caller)) await noteHeard(work, open, [caller.credential]);
}

const isPagedToCall = (caller: Caller): boolean => hasRole(caller, 'duty-clinician', 'supervisor');

async function viewOf(work: Work, concern: SafetyConcern): Promise<SafetyConcernView> {
  const { clientId, takenBy, takenAt, judgedBy, judgedAt, judgement } = concern;
  const { raised } = await work.open<SafetyWords>(clientId, concern.sealed);
  return {
    id: concern.id,
    status: judgedAt === null ? 'open' : 'judged',
    raisedAt: concern.raisedAt.toISOString(),
    timesRaised: concern.timesRaised,
    raised: raised.map((time) => ({ ...time, answers: time.answers.map(inWords) })),
    taken: takenBy !== null && takenAt !== null ? { by: takenBy, at: takenAt.toISOString() } : null,
    judgement:
      judgedBy !== null && judgedAt !== null && judgement !== null
        ? {
            by: judgedBy,
            at: judgedAt.toISOString(),
            note: (await work.open<JudgementWords>(clientId, judgement)).note,
            urgentCarePlanNeeded: concern.planNeeded ?? false,
            caseId: concern.caseId,
          }
        : null,
  };
}

function inWords(answer: SafetyAnswer): AnswerInWords {
  const { items, options } = definitionOf[answer.instrument];
  return {
    ...answer,
    asked: items[answer.item - 1] ?? '',
    answered: answer.answer === null ? null : (options[answer.answer] ?? null),
  };
}
