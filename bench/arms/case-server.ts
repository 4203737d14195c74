import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { z } from 'zod';
import { type PersonsPart, story } from '../story/story';

/** What an arm without records makes of the two requests. Each resolves when it is kept safely. */
export interface CaseTaker {
  raise(caseNumber: number): Promise<void>;
  tell(caseNumber: number, part: PersonsPart): Promise<void>;
}

const newCase = z.object({ caseNumber: z.number() });
const personsParts = story.flatMap(({ wait }) => (wait ? [wait.for] : []));
const personsPart = z.object({ number: z.coerce.number(), part: z.enum(personsParts) });

/** The HTTP of every arm without records: a concern comes in, and what persons do next. Answers with how to close it. */
export async function serveCases(port: number, cases: CaseTaker): Promise<() => void> {
  const app = express();
  app.use(express.json());
  app.post('/cases', async (request, response) => {
    const { caseNumber } = newCase.parse(request.body);
    await cases.raise(caseNumber);
    response.status(202).json({ caseNumber });
  });
  app.post('/cases/:number/:part', async (request, response) => {
    const { number, part } = personsPart.parse(request.params);
    await cases.tell(number, part);
    response.status(201).json({});
  });
  const server = createServer(app).listen(port, '127.0.0.1');
  // A connection that the load generator is just about to use again must not be closed under it.
  server.keepAliveTimeout = 60_000;
  await once(server, 'listening');

  return () => {
    server.close();
    server.closeAllConnections();
  };
}
