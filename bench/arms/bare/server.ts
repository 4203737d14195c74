import { once } from 'node:events';
import { createServer } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import express from 'express';
import { z } from 'zod';
import { runProcess } from '../../../runtime/run-process';
import { bareQueue, bareWorkflowId, readBareEnvironment } from './environment';
import type { bareCase } from './workflows';

const newCase = z.object({ caseNumber: z.number() });

/** Takes cases in by starting their workflows, and persons' parts by signals: an answer means that Temporal took it. */
runProcess(async () => {
  const environment = readBareEnvironment();
  const connection = await Connection.connect({ address: environment.TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: environment.TEMPORAL_NAMESPACE });

  const app = express();
  app.use(express.json());
  app.post('/cases', async (request, response) => {
    const { caseNumber } = newCase.parse(request.body);
    await client.workflow.start<typeof bareCase>('bareCase', {
      workflowId: bareWorkflowId(caseNumber),
      taskQueue: bareQueue,
      args: [{ caseNumber }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
    response.status(202).json({ caseNumber });
  });
  app.post('/cases/:number/:part', async ({ params }, response) => {
    await client.workflow.getHandle(bareWorkflowId(Number(params.number))).signal('happened', params.part);
    response.status(201).json({});
  });
  const server = createServer(app).listen(Number(environment.PORT), '127.0.0.1');
  await once(server, 'listening');

  return async () => {
    server.close();
    server.closeAllConnections();
    await connection.close();
  };
});
