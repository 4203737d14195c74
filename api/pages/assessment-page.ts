import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { saveDraft } from '../../records/assessment/drafts';
import { type Questions, questionsLeft } from '../../records/assessment/questions';
import { submitAssessment } from '../../records/assessment/submit';
import { HeedError, notFound } from '../../records/errors';
import { openConcernOf } from '../../records/safety/concern-row';
import { raiseByLink } from '../../records/safety/raise-by-link';
import { clientSigningUp, type FollowedSignUp, followSignUp } from '../../records/sign-up/personal-page';
import type { Work } from '../../records/work';
import { crisisLines } from '../../workflows/shared/crisis-block';
import type { Definition } from '../../workflows/sign-up/instruments/definition';
import { safetyAnswersIn } from '../../workflows/sign-up/instruments/safety-answers';
import { score } from '../../workflows/sign-up/instruments/score';
import type { ApiDeps } from '../http/perform';
import { problemOf } from '../http/problems';
import { goOnTo, type Render } from './render';
import { frameOf, pathOf, type Shown } from './stage-page';

const question = '/:token/assessment/:instrument/:item';
const review = '/:token/assessment/:instrument/review';

const chosen = z.object({ answer: z.string().regex(/^\d$/).transform(Number) });
const skipped = z.object({ skip: z.literal('yes') });

/**
 * `/s/{token}/assessment/{instrument}/{item}`: one question a screen. Each answer is kept as it comes, so that whoever
 * stops goes on by the link; a safety answer is raised before anything else is done with it. GET shows, POST acts.
 * domain.md §2.3, §2.4
 */
export function assessmentPage(deps: ApiDeps, render: Render): Router {
  const { records, clock, tell } = deps;
  const router = Router();

  const show = async (request: Request, response: Response, page: Page): Promise<void> => {
    const { token, instrument } = params(request);
    const shown = await followSignUp(records, clock(), token, async (work, followed) =>
      withFrame(work, followed, token, page(await waiting(work, followed, instrument), pathOf(token))),
    );
    render(response, shown.status ?? 200, shown.template, shown.view);
  };

  /** A question that does not wait: it was answered, or the form comes first. The sign-up's page says what is next. */
  const orBegin = async (request: Request, response: Response, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof HeedError) || error.problem !== 'not-found') throw error;
      goOnTo(response, pathOf(params(request).token));
    }
  };

  router.get(review, (request, response) => orBegin(request, response, () => show(request, response, reviewPage)));
  router.get(question, (request, response) =>
    orBegin(request, response, () => show(request, response, questionPage(params(request).item))),
  );

  router.post(review, (request, response) =>
    orBegin(request, response, async () => {
      const { token } = params(request);
      const { next, untold } = await followSignUp(records, clock(), token, async (work, followed) => ({
        next: await submitted(work, followed, params(request)),
        untold: work.untold,
      }));
      tell(untold);
      if (next === null) await show(request, response, (questions, path) => reviewPage(questions, path, true));
      else goOnTo(response, next);
    }),
  );

  router.post(question, async (request, response) => {
    const raised = await raiseFirst(deps, request);
    const keep = async (): Promise<void> => {
      const { token, item } = params(request);
      const next = await followSignUp(records, clock(), token, (work, followed) =>
        kept(work, followed, params(request), request.body),
      );
      if (next === null) await show(request, response, questionPage(item, true));
      else goOnTo(response, next);
    };
    if (!raised) return orBegin(request, response, keep);
    try {
      await keep();
    } catch (error) {
      if (!(error instanceof HeedError)) throw error;
      // Whatever stands in the way of their answers, they hear that they were heard.
      render(response, problemOf(error).status, 'someone-will-call', { crisisLines: crisisLines('GB') });
    }
  });
  return router;
}

/** In a transaction of its own: nothing that comes after can take it back. Resolves to whether there was any. */
async function raiseFirst({ records, clock, tell }: ApiDeps, request: Request): Promise<boolean> {
  const { token, instrument, item } = params(request);
  const { answer } = (request.body ?? {}) as { readonly answer?: unknown };
  const answers = safetyAnswersIn({ instrument, [`item ${item}`]: answer ?? null });
  if (answers.length === 0) return false;
  const untold = await raiseByLink(records, clock(), token, answers);
  tell(untold ?? []);
  return untold !== null;
}

/** Keeps the answer. Resolves to where to go on; null: nothing was chosen. */
async function kept(work: Work, followed: FollowedSignUp, { token, instrument, item }: Params, body: unknown) {
  const { definition } = await waiting(work, followed, instrument);
  const number = itemIn(definition, item);
  const given = answerIn(definition, number, body);
  if (given === 'none') return null;
  if (given !== 'skipped') {
    const answer = { instrument: definition.instrument, item: number, answer: given };
    await saveDraft(work, followed.signUp.id, answer);
  }
  return pathTo(pathOf(token), definition, number + 1);
}

/** Submits what was kept. Resolves to where to go on; null: an answer is missing. */
async function submitted(work: Work, followed: FollowedSignUp, { token, instrument }: Params): Promise<string | null> {
  const { definition, answers } = await waiting(work, followed, instrument);
  if (score(definition, answers).kind === 'invalid') return null;
  const by = await clientSigningUp(work, followed);
  const submission = { by, via: 'page', instrument: definition.instrument, answers } as const;
  await submitAssessment(work, followed.signUp.id, submission);
  return afterSubmission(work, followed, pathOf(token));
}

interface Params {
  readonly token: string;
  readonly instrument: string;
  readonly item: string;
}

const params = ({ params: given }: Request): Params => {
  const { token = '', instrument = '', item = '' } = given as Partial<Params>;
  return { token, instrument, item };
};

/** @throws NotFound for a questionnaire that does not wait for this client's answers */
async function waiting(work: Work, { signUp }: FollowedSignUp, instrument: string): Promise<Questions> {
  const found = (await questionsLeft(work, signUp)).find(({ definition }) => definition.instrument === instrument);
  if (!found) throw notFound('question');
  return found;
}

function itemIn({ items }: Definition, text: string): number {
  // Strictly: whatever is kept as an answer was read for safety under the very same number before.
  const item = /^[1-9]\d?$/.test(text) ? Number(text) : 0;
  if (item < 1 || item > items.length) throw notFound('question');
  return item;
}

/** What was chosen. Where a questionnaire forgives a missing answer, a question may be passed over. */
function answerIn(definition: Definition, item: number, body: unknown): number | 'skipped' | 'none' {
  if (mayBeSkipped(definition, item) && skipped.safeParse(body).success) return 'skipped';
  const read = chosen.safeParse(body);
  return read.success && read.data.answer < definition.options.length ? read.data.answer : 'none';
}

const mayBeSkipped = ({ mayMiss, safetyItems }: Definition, item: number): boolean =>
  mayMiss > 0 && !safetyItems.includes(item);

/** The page of an item; after the last one, what was answered. */
const pathTo = (path: string, { instrument, items }: Definition, item: number): string =>
  `${path}/assessment/${instrument}/${item > items.length ? 'review' : item}`;

async function afterSubmission(work: Work, { signUp }: FollowedSignUp, path: string): Promise<string> {
  const [next] = await questionsLeft(work, signUp);
  if (!next) return `${path}?received=answered`;
  return pathTo(path, next.definition, next.nextItem ?? next.definition.items.length + 1);
}

type Page = (questions: Questions, path: string) => Shown;

const questionPage =
  (text: string, isMissing = false): Page =>
  ({ definition, answers }, path) => {
    const item = itemIn(definition, text);
    return {
      status: isMissing ? 422 : 200,
      template: 'assessment-question',
      view: {
        isMissing,
        item,
        count: definition.items.length,
        question: definition.question,
        words: definition.items[item - 1],
        options: definition.options.map((words, value) => ({ words, value, checked: answers[item - 1] === value })),
        mayBeSkipped: mayBeSkipped(definition, item),
        copyright: definition.copyright,
        back: item === 1 ? path : pathTo(path, definition, item - 1),
      },
    };
  };

function reviewPage({ definition, answers }: Questions, path: string, isIncomplete = false): Shown {
  return {
    status: isIncomplete ? 422 : 200,
    template: 'assessment-review',
    view: {
      isIncomplete,
      question: definition.question,
      items: definition.items.map((words, index) => {
        const answer = answers[index] ?? null;
        return {
          words,
          answered: answer === null ? null : definition.options[answer],
          change: pathTo(path, definition, index + 1),
        };
      }),
      copyright: definition.copyright,
      back: pathTo(path, definition, definition.items.length),
    },
  };
}

/** On every screen also: that somebody will call, if an answer asks for it. */
async function withFrame(work: Work, followed: FollowedSignUp, token: string, shown: Shown): Promise<Shown> {
  const frame = {
    ...(await frameOf(work, followed, token)),
    someoneWillCall: (await openConcernOf(work, followed.signUp.clientId)) !== null,
  };
  return { ...shown, view: { ...frame, ...shown.view } };
}
