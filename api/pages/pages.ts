import path from 'node:path';
import { type ErrorRequestHandler, type RequestHandler, Router, static as staticFiles, urlencoded } from 'express';
import { Environment, FileSystemLoader } from 'nunjucks';
import { HeedError } from '../../records/errors';
import { projectRoot } from '../../runtime/project-root';
import { crisisLines, notAnEmergencyService } from '../../workflows/shared/crisis-block';
import type { ApiDeps } from '../http/perform';
import { problemOf } from '../http/problems';
import { afterwardsPage } from './afterwards-page';
import { assessmentPage } from './assessment-page';
import { clientPage } from './client-page';
import { copyPage } from './copy-page';
import { preferencesPage } from './preferences-page';
import type { Render } from './render';
import { signUpPage } from './sign-up-page';
import { thirdPartyPage } from './third-party-page';

const personalPages = ['/c', '/a', '/h', '/k', '/s', '/u'];

/**
 * The personal pages: plain HTML that works without JavaScript and asks nobody else for anything.
 * @param limit refuses what comes too often
 */
export function pages(deps: ApiDeps, limit: RequestHandler): Router {
  const folder = path.join(projectRoot, 'api/pages');
  const templates = new Environment(new FileSystemLoader(path.join(folder, 'templates')), { autoescape: true });
  const render: Render = (response, status, template, view) => {
    response
      .status(status)
      .type('html')
      .send(templates.render(`${template}.njk`, { notAnEmergencyService, ...view }));
  };

  const router = Router();
  router.use('/assets', staticFiles(path.join(folder, 'assets'), { immutable: true, maxAge: '1h' }));
  router.use(personalPages, (_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' });
    next();
  });
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
    const detail = name === 'invalid-input' ? formUnreadable : inPerson(error);
    const lines = request.baseUrl === '/a' ? [] : crisisLines('GB');
    render(response, status, 'not-possible', { detail, crisisLines: lines });
  };
}

const formUnreadable = 'We could not read the form. Please open the link in our message again.';

const inPerson = (error: unknown): string =>
  error instanceof HeedError ? error.message : 'Please try again in a minute.';
