import path from 'node:path';
import { Environment, FileSystemLoader } from 'nunjucks';
import { dayAndTime } from '../../records/calendar/day-and-time';
import type { Clock } from '../../runtime/clock';
import { projectRoot } from '../../runtime/project-root';
import { assetsVersion, nhsukFolder } from './console-assets';
import type { Show } from './desk';
import { formToken } from './form-token';
import { timeLeft } from './moments';
import { consoleWords } from './words';

const templates = path.join(projectRoot, 'api/console/templates');

/** What is around every page of the console: its head, who is signed in, and the way to the other pages. */
export function createFrame(clock: Clock): Show {
  const environment = new Environment(new FileSystemLoader([templates, nhsukFolder]), {
    autoescape: true,
    throwOnUndefined: false,
  });
  environment.addFilter('dayAndTime', (at: Date | string, timeZone: string) => dayAndTime(new Date(at), timeZone));
  environment.addFilter('timeLeft', timeLeft);
  environment.addFilter('plainly', plainly);
  environment.addGlobal('words', consoleWords);
  environment.addGlobal('assetsVersion', assetsVersion);

  return (request, response, status, template, view) => {
    const page = environment.render(`${template}.njk`, {
      // A session begins with a sign-in, and not with a page that says that there was none.
      _csrf: request.session?.signedIn ? formToken(request) : '',
      now: clock(),
      ...view,
    });
    response.status(status).type('html').send(page);
  };
}

/** What the contract says of a field, as whoever fills in a form reads it. */
const plainly = (message: string): string => {
  if (message.startsWith('Invalid option')) return 'must be one of these';
  if (message.startsWith('Too small: expected array')) return 'must be at least one';
  if (message.startsWith('Invalid ISO datetime')) return 'must be a date and a time';
  return message;
};
