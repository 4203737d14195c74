import path from 'node:path';
import { Client } from '@temporalio/client';
import { freePort } from '../../../local/ports';
import { workflowBundle } from '../../../local/workflow-bundle';
import { projectRoot } from '../../../runtime/project-root';
import type { Arm } from '../arm';
import { createPoster } from '../posting';
import { processesOf } from '../processes';
import type { BareEnvironment } from './environment';

/**
 * A bare Temporal workflow: what Temporal itself costs for this story.
 * @param namespace of its own, in Temporal
 * @param works whether its worker runs. If not, cases begin, and wait
 */
export const bareArm = (namespace: string, works = true): Arm => ({
  name: 'bare Temporal',
  start: async (stack) => {
    const port = await freePort();
    const [bundle] = await Promise.all([
      workflowBundle(
        path.join(projectRoot, 'dist/bench/arms/bare/workflows/index.js'),
        path.join(stack.folder, `${namespace}-bundle`),
        [],
      ),
      stack.createNamespace(namespace),
    ]);
    const environment: BareEnvironment = {
      TEMPORAL_ADDRESS: stack.temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      VENDOR_URL: stack.vendor.url,
      WORKFLOW_BUNDLE: bundle,
      PORT: String(port),
    };
    const processes = await processesOf(stack, [
      ...(works ? [{ name: `${namespace}-worker`, entry: ['bench/arms/bare/worker.js'], environment } as const] : []),
      { name: `${namespace}-server`, entry: ['bench/arms/bare/server.js'], environment },
    ]);
    const poster = createPoster(`http://127.0.0.1:${port}`);
    const temporal = new Client({ connection: stack.temporal, namespace });

    return {
      name: 'bare Temporal',
      processes: () => processes.running(),
      post: async (caseNumber) => {
        await poster.post('/cases', { caseNumber });
      },
      tell: async (caseNumber, part) => {
        await poster.post(`/cases/${caseNumber}/${part}`, {});
      },
      closedCases: async () => (await temporal.workflow.count(`ExecutionStatus = 'Completed'`)).count,
      stop: async () => {
        poster.close();
        await processes.stop();
      },
    };
  },
});
