import { type RequestHandler, type Response, Router } from 'express';
import type { CaseChanges } from '../../../records/case-changes';
import { callerOf } from '../../http/authenticate';

const beatMs = 20_000;
/** A burst of changes is one: what one act writes is heard as several. */
const gatheredMs = 100;

/**
 * `/live`: server-sent events that say that something has changed, and nothing else; whoever hears it asks for their page
 * again, which shows them what they may see. `/live/here`: they are still there.
 * @param closing ends every stream, so that the process can end
 */
export function liveUpdates(changes: CaseChanges, closing?: AbortSignal): Router {
  const stream: RequestHandler = (request, response) => {
    const about = typeof request.query['case'] === 'string' ? request.query['case'] : null;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    // Whoever asks again while the process ends is answered at once, by another one soon: it waits for no stream.
    if (closing?.aborted) return void response.end('retry: 5000\n\n');
    response.write('retry: 1000\n\n');
    let gathering: NodeJS.Timeout | undefined;
    const stop = changes.watch(callerOf(request).organisationId, (caseId) => {
      if (about !== null && caseId !== null && about !== caseId) return;
      gathering ??= setTimeout(() => {
        gathering = undefined;
        say(response, 'changed');
      }, gatheredMs);
    });
    const beat = setInterval(() => response.write(': still here\n\n'), beatMs);
    const end = (): void => {
      response.end();
    };
    closing?.addEventListener('abort', end);
    response.once('close', () => {
      stop();
      clearInterval(beat);
      clearTimeout(gathering);
      closing?.removeEventListener('abort', end);
    });
  };
  const router = Router();
  router.get('/live', stream);
  // Somebody writes on their page. That they are there was noticed on the way here.
  router.head('/live/here', (_request, response) => void response.status(204).end());
  return router;
}

const say = (response: Response, event: string): void => {
  response.write(`event: ${event}\ndata:\n\n`);
};
