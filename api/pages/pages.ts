import { type ErrorRequestHandler, type RequestHandler, Router, urlencoded } from 'express';
import { HeedError } from '../../records/errors';
import { crisisLines } from '../../workflows/shared/crisis-block';
import { personsPageHeaders } from '../http/page-headers';
import type { ApiDeps } from '../http/perform';
import { problemOf } from '../http/problems';
import { afterwardsPage } from './afterwards-page';
import { assessmentPage } from './assessment-page';
import { clientPage } from './client-page';
import { copyPage } from './copy-page';
import { pageAssets } from './page-assets';
import { preferencesPage } from './preferences-page';
import { createRender, type Render } from './render';
import { signUpPage } from './sign-up-page';
import { isTextKey } from './texts/texts';
import { thirdPartyPage } from './third-party-page';

const personalPages = ['/c', '/a', '/h', '/k', '/s', '/u'];

/**
 * The personal pages: they work without JavaScript, and ask nobody else for anything.
 * @param limit refuses what comes too often
 */
export function pages(deps: ApiDeps, limit: RequestHandler): Router {
  const render = createRender();
  const router = Router();
  router.use(pageAssets.router());
  router.use(personalPages, personsPageHeaders());
  router.use(personalPages, limit);
  router.use(personalPages, urlencoded({ extended: false, limit: '20kb' }));
  router.use('/c', clientPage(deps, render));
  router.use('/a', thirdPartyPage(deps, render));
  router.use('/h', afterwardsPage(deps, render));
  router.use('/k', copyPage(deps, render));
  router.use('/s', assessmentPage(deps, render));
  router.use('/s', signUpPage(deps, render));
  router.use('/u', preferencesPage(deps, render));
  router.use(personalPages, inPlainWords(render));
  return router;
}

/** What goes wrong on a personal page is said to a person, with the crisis block. */
function inPlainWords(render: Render): ErrorRequestHandler {
  return (error, request, response, next) => {
    const { status, name } = problemOf(error);
    // What is not ours to explain is logged by the common handler, which answers if nobody else did.
    if (status === 500 || response.headersSent) {
      next(error);
      return;
    }
    const lines = request.baseUrl === '/a' ? [] : crisisLines('GB');
    render(response, status, 'not-possible', { ...inWords(error, name), crisisLines: lines });
  };
}

/** As the text of that problem, or as whoever refused it said it. */
function inWords(error: unknown, name: string): object {
  if (!(error instanceof HeedError))
    return { text: name === 'invalid-input' ? 'problem.form-unreadable' : 'problem.other' };
  const { fault, problem, message, details } = error;
  if (isTextKey(`problem.${problem}`)) return { text: `problem.${problem}`, details };
  return fault === 'invalid-input' ? { text: 'problem.form-unreadable' } : { detail: message };
}
