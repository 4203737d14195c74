import { Router } from 'express';
import { z } from 'zod';
import { invalidInput } from '../../records/errors';
import { answerGuard, guardQuestion, hasPass, isDoubtful, recordDoubtful } from '../../records/urgent-care/guard';
import {
  type ClientQuestion,
  clientActor,
  clientCountry,
  clientQuestion,
  type FollowedLink,
  followLink,
  takeForm,
} from '../../records/urgent-care/personal-page';
import { type AnswerAboutOne, inWords, recordAnswers } from '../../records/urgent-care/record-answers';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import type { Work } from '../../records/work';
import { crisisLines } from '../../workflows/shared/crisis-block';
import { planRecipients, tiers } from '../../workflows/urgent-care/words';
import type { ApiDeps } from '../http/perform';
import { valid } from '../http/validate';
import { formUsed } from './refusals';
import { goOnTo, type Render } from './render';

const choice = z.enum(['', 'refuse', ...tiers]).default('');

const formBody = z.object({
  /** To the question that only the client can answer; a form that was shown after it carries a pass instead. */
  guardAnswer: z.string().max(500).optional(),
  pass: z.string().max(100).optional(),
  /** How many forms of this link were taken before this one was shown. */
  form: z.coerce.number().int().min(0).optional(),
  action: z.enum(['answer', 'refuse', 'withdraw']).optional(),
  gp: choice,
  'contact-1': choice,
  'contact-2': choice,
  callBack: z.literal('yes').optional(),
});
type Form = z.infer<typeof formBody>;

interface Shown {
  readonly template: 'guard' | 'client';
  readonly status: number;
  readonly view: object;
}

/** `/c/{token}`: asks the client what they want. GET shows, POST acts. domain.md §3.1 and §3.2 */
export function clientPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();

  router.get('/:token', async (request, response) => {
    const received = request.query['received'] !== undefined;
    const { template, view } = await followLink(records, clock(), 'client', request.params.token, (work, followed) =>
      firstPage(work, followed, received),
    );
    render(response, 200, template, view);
  });

  router.post('/:token', async (request, response) => {
    const { token } = request.params;
    const form = valid(formBody, request.body);
    const { page, untold } = await followLink(records, clock(), 'client', token, async (work, followed) => ({
      page: await submitted(work, followed, form),
      untold: work.untold,
    }));
    tell(untold);
    if (page === 'taken') goOnTo(response, `/c/${encodeURIComponent(token)}?received`);
    else render(response, page.status, page.template, page.view);
  });
  return router;
}

/** The question that only the client can answer, which reveals nothing; without one, the page itself. */
async function firstPage(work: Work, followed: FollowedLink, received: boolean): Promise<Shown> {
  const question = await guardQuestion(work, followed);
  if (question === null) return questionPage(work, followed, { received });
  return guardPage(work, followed, question, { received });
}

async function submitted(work: Work, followed: FollowedLink, form: Form): Promise<Shown | 'taken'> {
  const question = await guardQuestion(work, followed);
  const guard = await throughGuard(work, followed, form, question);
  if (guard.kind === 'asked') {
    return guardPage(work, followed, question ?? '', { wrong: guard.wrong, status: guard.wrong ? 422 : 403 });
  }
  const action = form.action ?? (form.form === undefined || nothingIsSaid(form) ? 'read' : 'answer');
  if (action === 'read') return questionPage(work, followed, { pass: guard.pass });
  if (form.form === undefined) throw invalidInput('form-unknown', 'form: the number of the form is missing.');
  if (action === 'answer' && nothingIsSaid(form)) {
    return questionPage(work, followed, { pass: guard.pass, saidNothing: true }, 422);
  }
  if (!(await takeForm(work, followed, form.form))) throw formUsed();
  await record(work, followed, form, action);
  return 'taken';
}

type Guarded = { readonly kind: 'passed'; readonly pass: string } | { readonly kind: 'asked'; readonly wrong: boolean };

async function throughGuard(
  work: Work,
  followed: FollowedLink,
  { guardAnswer, pass = '' }: Form,
  question: string | null,
): Promise<Guarded> {
  if (question === null || hasPass(followed, pass, work.at)) return { kind: 'passed', pass };
  if (guardAnswer === undefined) return { kind: 'asked', wrong: false };
  const result = await answerGuard(work, followed, guardAnswer);
  return result.kind === 'passed' ? result : { kind: 'asked', wrong: true };
}

async function record(
  work: Work,
  followed: FollowedLink,
  form: Form,
  action: 'answer' | 'refuse' | 'withdraw',
): Promise<void> {
  const answers = action === 'refuse' ? await refusalOfAll(work, followed) : answersIn(form);
  const given = { answers, callBack: form.callBack === 'yes', via: 'page' as const };
  const caseId = followed.theCase.id;
  if (isDoubtful(followed)) {
    await recordDoubtful(work, followed, action === 'withdraw' ? 'nobody may be told any more.' : inWords(given));
    return;
  }
  const by = await clientActor(work, followed);
  if (action === 'withdraw') await recordWithdrawal(work, caseId, by, { recipients: 'all', via: 'page' });
  else await recordAnswers(work, caseId, by, given);
}

/** A form without a word is no answer: it asks for the page behind the question. */
const nothingIsSaid = (form: Form): boolean => answersIn(form).length === 0 && form.callBack === undefined;

/** Nobody whom they were asked about is to be told. */
async function refusalOfAll(work: Work, followed: FollowedLink): Promise<AnswerAboutOne[]> {
  const { recipients } = await clientQuestion(work, followed);
  return recipients.map(({ recipient }) => ({ recipient, answer: 'refuse' }));
}

function answersIn(form: Form): AnswerAboutOne[] {
  return planRecipients.flatMap((recipient): AnswerAboutOne[] => {
    const chosen = form[recipient];
    if (chosen === '') return [];
    return [chosen === 'refuse' ? { recipient, answer: 'refuse' } : { recipient, answer: 'agree', tier: chosen }];
  });
}

/** Not even the organisation's name: who only holds the client's phone learns nothing from it. */
async function guardPage(
  work: Work,
  followed: FollowedLink,
  question: string,
  { status = 200, ...said }: { readonly status?: number; readonly received?: boolean; readonly wrong?: boolean },
): Promise<Shown> {
  const lines = crisisLines(await clientCountry(work, followed));
  return {
    template: 'guard',
    status,
    view: { question, form: followed.link.submissions, crisisLines: lines, ...said },
  };
}

async function questionPage(work: Work, followed: FollowedLink, also: object, status = 200): Promise<Shown> {
  return { template: 'client', status, view: { ...viewOf(await clientQuestion(work, followed)), ...also } };
}

function viewOf(question: ClientQuestion): object {
  return {
    ...question,
    crisisLines: crisisLines(question.country),
    anythingAgreed: question.recipients.some(({ answer }) => answer?.answer === 'agree'),
    people: question.recipients.map(({ recipient, tiers: possible, answer }) => ({
      recipient,
      choices: possible.map((tier) => ({
        tier,
        checked: answer?.answer === 'agree' && answer.tier === tier,
      })),
      refused: answer?.answer === 'refuse',
    })),
  };
}
