import { randomBytes, randomInt } from 'node:crypto';
import path from 'node:path';
import type { Request } from 'express';
import { Environment, FileSystemLoader } from 'nunjucks';
import { dayWithYear, toTheSecond } from '../../../records/calendar/day-and-time';
import { hasRole } from '../../../records/caller';
import { whoHasLeft } from '../../../records/people';
import type { Clock } from '../../../runtime/clock';
import { projectRoot } from '../../../runtime/project-root';
import { nhsukFolder } from '../../assets/nhsuk';
import { type Area, isUnder } from '../area';
import { consoleWords } from '../words';
import { choices } from './choices';
import { consoleAssets } from './console-assets';
import type { Show } from './desk';
import { formToken } from './form-token';
import { isNear, momentSeenFrom, timeLeft } from './moments';

const templates = path.join(projectRoot, 'api/console/templates');

/** What is around every page of the console: its head, who is signed in, and the way to the other pages. */
export function createFrame(clock: Clock, areas: readonly Area[]): Show {
  const environment = new Environment(new FileSystemLoader([templates, nhsukFolder]), {
    autoescape: true,
    throwOnUndefined: false,
  });
  environment.addFilter('dayAndTime', (at: Date | string, timeZone: string) => momentSeenFrom(clock(), at, timeZone));
  environment.addFilter('day', (at: Date | string, timeZone: string) => dayWithYear(new Date(at), timeZone));
  environment.addFilter('dateAndTime', (at: Date | string, timeZone: string) => toTheSecond(new Date(at), timeZone));
  environment.addFilter('timeLeft', timeLeft);
  environment.addFilter('isNear', isNear);
  environment.addFilter('choices', choices);
  environment.addGlobal('words', consoleWords);
  environment.addGlobal('whoHasLeft', whoHasLeft);
  environment.addGlobal('assets', consoleAssets.at);

  return (request, response, status, template, view) => {
    const page = environment.render(`${template}.njk`, {
      // A session begins with a sign-in, and not with a page that says that there was none.
      _csrf: request.session?.signedIn ? formToken(request) : '',
      areas: areasFor(request, areas),
      now: clock(),
      ...view,
    });
    response
      .status(status)
      .type('html')
      .send(page + anyLength());
  };
}

/** How long a compressed page is says less of what is in it when it is another length each time (Heal the BREACH, 2022). */
const anyLength = (): string => `<!-- ${randomBytes(randomInt(64)).toString('base64url')} -->`;

/** Where whoever is signed in has work to do, and in which of these they are. */
function areasFor({ session, path }: Request, areas: readonly Area[]) {
  const caller = session?.signedIn?.caller;
  if (!caller) return [];
  return areas
    .filter(({ isFor }) => hasRole(caller, ...isFor))
    .map(({ at, name }) => ({ at, name, isHere: isUnder(at, path) }));
}
