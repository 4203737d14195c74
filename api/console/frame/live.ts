import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { CaseChanges } from '../../../records/case-changes';
import { isId } from '../../../records/ids';
import { mayRead } from '../../../records/urgent-care/access';
import { callerOf } from '../../http/authenticate';
import { type ApiDeps, transact } from '../../http/perform';

const beatMs = 20_000;

/** When an open page is told that something has changed. */
interface Pace {
  /** A burst of changes is one: what one act writes is heard as several. */
  readonly gatheredMs: number;
  /** So many pages at once do not all look in the same instant, but some up to this much later. */
  readonly spreadMs: number;
  /** From one time to the next, however much changes meanwhile. */
  readonly apartMs: number;
}

/** Whoever has a case open decides by what they see there. */
const ofOneCase: Pace = { gatheredMs: 50, spreadMs: 0, apartMs: 300 };
/** What lists many cases: the first change is seen at once, and when much happens no more often than somebody can read. */
const ofMany: Pace = { gatheredMs: 100, spreadMs: 300, apartMs: 5_000 };
/** After the connection that listens was away: everybody is told, of everything. */
const ofAll: Pace = { gatheredMs: 0, spreadMs: 2_000, apartMs: 0 };

export interface LiveDeps extends ApiDeps {
  readonly changes: CaseChanges;
}

/**
 * `/live`: server-sent events that say that something has changed, and nothing else; whoever hears it asks for their page
 * again, which shows them what they may see. `/live/here`: they are still there.
 * @param closing ends every stream, so that the process can end
 */
export function liveUpdates(deps: LiveDeps, closing?: AbortSignal): Router {
  const stream: RequestHandler = async (request, response) => {
    const about = typeof request.query['case'] === 'string' ? request.query['case'] : null;
    // Whoever may not read it hears nothing of it: their page looks when it is opened, and is told so there.
    const hears = about !== null && (await hearsOf(deps, request, about));
    if (response.destroyed) return;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    // Whoever asks again while the process ends is answered at once, by another one soon: it waits for no stream.
    if (closing?.aborted) return void response.end('retry: 5000\n\n');
    // They come back one after another when a process has ended.
    response.write(`retry: ${Math.round(1_000 + Math.random() * 2_000)}\n\n`);
    const paced = atPace(() => say(response, 'changed'));
    const stop = deps.changes.watch(callerOf(request).organisationId, (caseId) => {
      if (caseId === null) paced.tell(ofAll);
      else if (about === null) paced.tell(ofMany);
      else if (hears && about === caseId) paced.tell(ofOneCase);
    });
    const beat = setInterval(() => response.write(': still here\n\n'), beatMs);
    const end = (): void => {
      response.end();
    };
    closing?.addEventListener('abort', end);
    response.once('close', () => {
      stop();
      clearInterval(beat);
      paced.stop();
      closing?.removeEventListener('abort', end);
    });
  };
  const router = Router();
  router.get('/live', stream);
  // Somebody writes on their page. That they are there was noticed on the way here.
  router.head('/live/here', (_request, response) => void response.status(204).end());
  return router;
}

/** Asked once: what has changed since is not said, and the page that is asked for anew asks again. */
const hearsOf = async (deps: LiveDeps, request: Request, caseId: string): Promise<boolean> =>
  isId(caseId) && transact(deps, request, (work) => mayRead(work, { id: caseId }, callerOf(request)));

/** Tells it at once, or as soon after the last time as its pace lets it; what comes until then is told with it. */
export function atPace(tellIt: () => void): { readonly tell: (pace: Pace) => void; readonly stop: () => void } {
  let waiting: NodeJS.Timeout | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    tell: ({ gatheredMs, spreadMs, apartMs }) => {
      const untilNextMs = lastAt + apartMs - performance.now();
      waiting ??= setTimeout(
        () => {
          waiting = undefined;
          lastAt = performance.now();
          tellIt();
        },
        Math.max(gatheredMs, untilNextMs) + Math.random() * spreadMs,
      );
    },
    stop: () => clearTimeout(waiting),
  };
}

const say = (response: Response, event: string): void => {
  response.write(`event: ${event}\ndata:\n\n`);
};
