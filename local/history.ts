import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { createRecords } from '../records/records';
import { readRecordsConfig } from '../runtime/config';
import { createPayloadCodec } from '../runtime/temporal/payload-codec';
import { dataDirectoryOf } from './data-directory';
import { decodedHistory } from './decoded-history';
import { PlainFailure } from './plain-failure';
import { useRecordsOfRunningStack } from './records-environment';
import { temporalOfStack } from './stack-file';

/** `npm run history -- <workflow id> [run id]`: the decoded history of a workflow of the running stack, as JSON. */
export async function main(): Promise<void> {
  const [workflowId, runId] = process.argv.slice(2);
  if (!workflowId) throw new PlainFailure('Usage: npm run history -- <workflow id> [run id]');
  process.stdout.write(`${JSON.stringify(await historyOf(workflowId, runId), null, 2)}\n`);
}

/** gRPC's number for it. */
const notFound = 5;

async function historyOf(workflowId: string, runId: string | undefined): Promise<unknown> {
  const data = dataDirectoryOf(process.env);
  const { temporalAddress, temporalNamespace } = temporalOfStack(data.stack);
  useRecordsOfRunningStack();
  const config = readRecordsConfig();
  const records = createRecords(config, 1);
  const codec = createPayloadCodec(config.ENCRYPTION_KEYS, records.payloadKeys);
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection, namespace: temporalNamespace });
    return await decodedHistory(await client.workflow.getHandle(workflowId, runId).fetchHistory(), codec);
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === notFound)
      throw new PlainFailure(`There is no workflow ${workflowId}.`);
    throw error;
  } finally {
    await connection.close();
    await records.close();
  }
}
