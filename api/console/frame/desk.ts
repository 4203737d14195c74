import { createHash, randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { type Caller, staffActorOf } from '../../../records/caller';
import { conflict, HeedError } from '../../../records/errors';
import { once } from '../../../records/idempotency';
import { organisationOf } from '../../../records/people';
import type { Work } from '../../../records/work';
import { callerOf } from '../../http/authenticate';
import { type ApiDeps, transact } from '../../http/perform';
import { type Problem, problemOf } from '../../http/problems';
import { type FileAnswer, KeptRefusal, sendFile } from '../../http/serve-group';
import { valid } from '../../http/validate';
import { refusalWords } from '../words';
import { type Form, text } from './forms';
import { type FieldsOf, type FormWords, noRefusal, refusalOf } from './refusal';
import { entityTag, versionOf } from './version';

/** What a page is made of. */
export interface Asked {
  readonly work: Work;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  /** What stands behind the `?` of its address. */
  readonly query: Form;
  /** What was filled in, where the page is shown again because it could not be taken. */
  readonly given: Form;
}

/** A page of the console, and what its form does. Opening it never does anything. */
export interface DeskPage {
  readonly path: string;
  readonly template: string;
  /**
   * What its template shows. What hangs on the clock hangs on an instant in it: an open page is shown again only once its
   * view is another one, or an instant in it is over. The time left it counts by itself.
   */
  readonly view: (asked: Asked) => Promise<object>;
  /**
   * What a form that only asks is shown besides: what it asks is too private for an address, or too much work for whoever
   * only opens the page.
   */
  readonly look?: (asked: Asked) => Promise<object>;
  /** Whether the form only goes on to its next part, and asks for nothing yet. */
  readonly isStep?: (given: Form) => boolean;
  /** Only somebody acts who has shown lately that it is them. */
  readonly isGrave?: true;
  /** Where its fields are named otherwise than what they ask for. */
  readonly fields?: FieldsOf;
  /** Carries out what the form asks for; answers with the address to go on to. */
  readonly act?: (asked: Asked) => Promise<string>;
}

/** A file that the console hands out. Opening it never does anything. */
export interface DeskFile {
  readonly path: string;
  readonly file: (asked: Asked) => Promise<FileAnswer>;
}

/** Shows a page made of a template and its view, in the console's frame. */
export type Show = (request: Request, response: Response, status: number, template: string, view: object) => void;

const formOnce = z.object({ form: z.uuid() });

export interface DeskDeps extends ApiDeps {
  readonly show: Show;
  /** @throws Conflict for whoever has not shown for long that it is them */
  readonly requireShown: (request: Request) => void;
  /** For a form that only looks: what it asks is as much work as opening the page, or more. */
  readonly limitLooks: RequestHandler;
}

/**
 * Where pages are put up, and files handed out. A form that is refused is shown again with what was filled in, and with why.
 * @param router takes what was sent from a page of this session
 * @param unsent takes what was written in a session that is over, and only shows it again
 * @returns puts up one of them, and speaks of its refused forms in the words of its room
 */
export function createDesk(
  { show, requireShown, limitLooks, ...deps }: DeskDeps,
  router: Router,
  unsent: Router,
): (put: DeskPage | DeskFile, forms: FormWords | undefined) => void {
  const handOut = ({ path, file }: DeskFile): void => {
    router.get(
      path,
      sendFile(deps, (work, _caller, request) => file(asked(work, request, {}))),
    );
  };
  const putUp = (
    { path, template, view, look, act, fields, isStep, isGrave }: DeskPage,
    forms: FormWords | undefined,
  ): void => {
    const words = refusalWords(forms);
    const open = async (request: Request, response: Response, given: Form, problem?: Problem): Promise<void> => {
      // What could not be taken is not asked again.
      const alsoAsked = request.method === 'POST' && !problem ? look : undefined;
      const shown = await transact(deps, request, async (work) => {
        const all = {
          // Of somebody whom the organisation does not know as staff there is nothing to show.
          me: await staffActorOf(work, callerOf(request)),
          timeZone: (await organisationOf(work)).timeZone,
          ...(await view(asked(work, request, given))),
          ...(await alsoAsked?.(asked(work, request, given))),
        };
        const pageVersion = versionOf(all, work.at);
        if (request.get('if-none-match') === entityTag(pageVersion)) throw nothingNew;
        return { ...all, pageVersion };
      });
      // Pressed again while the first press is under way, it must still be the same form: another one would act twice.
      const form = problem?.name === 'request-in-flight' ? text(given, 'form') : randomUUID();
      const refusal = problem ? refusalOf(problem, words, fields) : noRefusal;
      show(request, response, problem?.status ?? 200, template, { ...shown, form, given, problem, refusal });
    };
    router.get(path, async (request, response) => {
      try {
        await open(request, response, {});
      } catch (error) {
        if (error !== nothingNew) throw error;
        response.status(304).end();
      }
    });
    if (!act && !look) return;
    const onlyLooks = (given: Form): boolean => look !== undefined && (!act || isStep?.(given) === true);
    const limited: RequestHandler = (request, response, next) => {
      if (onlyLooks(request.body ?? {})) return limitLooks(request, response, next);
      next();
    };
    unsent.post(path, (request, response) => open(request, response, request.body ?? {}, problemOf(notSentYet())));
    router.post(path, limited, async (request, response) => {
      const given: Form = request.body ?? {};
      try {
        if (!act || isStep?.(given)) return await open(request, response, given);
        if (isGrave) requireShown(request);
        const carriedOut = await carryOut(deps, request, given, act);
        if ('problem' in carriedOut) return await open(request, response, given, carriedOut.problem);
        response.redirect(303, carriedOut.goOnTo);
      } catch (error) {
        if (!isForThePerson(error)) throw error;
        await open(request, response, given, problemOf(error));
      }
    });
  };
  return (put, forms) => ('file' in put ? handOut(put) : putUp(put, forms));
}

/** An open page looks again, and has all that it would be shown: nobody is shown anything, and no entry says so. */
const nothingNew = new Error('The page shows all that there is.');

type CarriedOut = { readonly goOnTo: string } | { readonly problem: Problem };

/**
 * Once, however often the button is pressed: the form's own id stands in its page. Of a refusal by which something has
 * changed, the change commits, and the page is shown anew with it.
 */
async function carryOut(
  deps: ApiDeps,
  request: Request,
  given: Form,
  act: NonNullable<DeskPage['act']>,
): Promise<CarriedOut> {
  const { form: key } = valid(formOnce, given);
  const { credential } = callerOf(request);
  const { _csrf: _, ...what } = given;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.originalUrl, what]))
    .digest();
  const { answer, untold } = await transact(deps, request, async (work) => ({
    answer: await once(work, { credential, key, fingerprint: new Uint8Array(fingerprint) }, async () => {
      const body = await orKeptRefusal(async () => ({ goOnTo: await act(asked(work, request, given)) }));
      return { status: 'problem' in body ? body.problem.status : 303, body };
    }),
    untold: work.untold,
  }));
  deps.tell(untold);
  return answer.body as CarriedOut;
}

async function orKeptRefusal(acts: () => Promise<CarriedOut>): Promise<CarriedOut> {
  try {
    return await acts();
  } catch (error) {
    if (error instanceof KeptRefusal) return { problem: problemOf(error.error) };
    throw error;
  }
}

const notSentYet = () =>
  conflict('not-sent-yet', 'You have signed in since you wrote this. Read it through, then send it.');

const asked = (work: Work, request: Request, given: Form): Asked => ({
  work,
  caller: callerOf(request),
  params: request.params as Readonly<Record<string, string>>,
  // Express reads it so, unless it is told otherwise.
  query: request.query as Form,
  given,
});

/** What whoever filled in the form can mend, or should know; who may not, and what is not there, is another page. */
const isForThePerson = (error: unknown): boolean =>
  error instanceof HeedError && (error.fault === 'invalid-input' || error.fault === 'conflict');
