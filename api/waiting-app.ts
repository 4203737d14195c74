import type { Client } from '@temporalio/client';
import express, { type Express } from 'express';
import type { Records } from '../records/records';
import type { Log } from '../runtime/log';
import { problemHandler } from './http/problems';
import { requestId } from './http/request-id';
import { erasuresWait, healthRoutes } from './routes/health';

/** What is served while a restored backup holds who was erased: how we are, and to nobody anything else. */
export function createWaitingApp(deps: {
  readonly records: Records;
  readonly client: Client;
  readonly log: Log;
}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(requestId);
  app.use(healthRoutes(deps));
  app.use((_request, _response, next) => next(erasuresWait()));
  app.use(problemHandler(deps.log));
  return app;
}
