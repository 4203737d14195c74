import type { Connection } from '@temporalio/client';
import { outboxState } from '../../../records/outbox';
import { systemClock } from '../../../runtime/clock';
import { urgentCareWorkflowId } from '../../../workflows/urgent-care/contract';
import type { Immediacy } from '../../../workflows/urgent-care/words';
import { type HeedWithoutWorker, startHeedWithoutWorker } from '../../support/heed';
import { createNamespace } from '../../support/namespaces';
import { type CaseInWorld, type ClientInWorld, peopleOf, type Staff } from '../../support/people';
import { type PolicyBody, policyOfTests, savePolicyOf } from '../../support/save-policy';
import { until } from '../../support/until';
import { createLanes } from './lanes';

/** A Heed and a namespace for one case, which waits for a worker. */
export interface Stage {
  readonly heed: HeedWithoutWorker;
  readonly namespace: string;
  readonly dr: Staff;
  readonly dutyClinician: Staff;
  readonly jo: ClientInWorld;
  readonly theCase: CaseInWorld;
  /**
   * Resolves when nothing is under way and nothing waits to be told: Temporal knows every act, and what followed from it
   * is carried out.
   * @param check asked at every look; fails when waiting is in vain
   */
  rest(check?: () => void): Promise<void>;
  /** What is to be ended with the stage, before it. */
  whenCleared(end: () => Promise<void>): void;
  clear(): Promise<void>;
}

export interface StageSettings {
  readonly connection: Connection;
  readonly namespace: string;
  /** The vendors report nothing of what they took. */
  readonly withoutReports: boolean;
  /** Significant if it is left out. */
  readonly immediacy?: Immediacy;
  /** The client's turn; long if it is left out. */
  readonly clientWindow?: string;
}

/** A step whose worker dies takes 20 s longer, a stopped worker keeps its work for a minute, and many do so at once. */
const patienceMs = 180_000;
/** Seldom, since the looks of all of them together are work too. */
const lookEveryMs = 250;

/** One at a time: to seed a demo is work, and those who wait for a database give up after a while. */
const setting = createLanes(1);

/** Raises the concern. */
export const setStage = (settings: StageSettings): Promise<Stage> => setting(() => setOne(settings));

async function setOne({ connection, namespace, ...settings }: StageSettings): Promise<Stage> {
  const client = await createNamespace(connection, namespace);
  const heed = await startHeedWithoutWorker(client, systemClock, { relayEveryMs: 500 });
  if (settings.withoutReports) {
    heed.sandbox.setFaults([
      { vendor: 'twilio', fault: 'drop-callback' },
      { vendor: 'sendgrid', fault: 'drop-callback' },
    ]);
  }
  await savePolicyOf(heed.records, heed.demo.organisation, patientPolicy(settings.clientWindow ?? 'PT6H'));
  const people = peopleOf(heed, async () => undefined);
  const dr = people.staff('practitioner');
  const jo = people.client();
  const theCase = await dr.raisesConcern(jo, settings.immediacy ?? 'significant');
  const handle = client.workflow.getHandle(urgentCareWorkflowId(theCase.id));
  const rests = async (): Promise<boolean> => {
    await heed.sandbox.settle();
    if ((await outboxState(heed.records)).waiting > 0) return false;
    const { raw } = await handle.describe();
    return raw.pendingActivities?.length === 0 && !raw.pendingWorkflowTask;
  };
  const endings: (() => Promise<unknown>)[] = [];

  return {
    heed,
    namespace,
    dr,
    dutyClinician: people.staff('dutyClinician'),
    jo,
    theCase,
    rest: async (check = () => undefined) => {
      await until(
        `case ${theCase.id} rests`,
        () => {
          check();
          // On a busy machine a look may come to nothing; the next one tells.
          return rests().catch(() => false);
        },
        patienceMs,
        lookEveryMs,
      );
    },
    whenCleared: (end) => void endings.push(end),
    clear: async () => {
      await Promise.allSettled(endings.map((end) => end()));
      await heed.stop();
    },
  };
}

/**
 * So long that a slow machine changes nothing: reminders and further tries are other tests' stories. But a proposer who
 * may go ahead alone waits only a moment, and so does the review of what they did.
 */
function patientPolicy(clientWindow: string): PolicyBody {
  return {
    ...policyOfTests,
    clientWindow: { immediate: clientWindow, significant: clientWindow, watchful: clientWindow },
    decision: { remindAfter: 'PT2H', nextPersonAfter: 'PT4H' },
    secondApproval: { nextSupervisorAfter: 'PT4H', immediateMayProceedAfter: 'PT1S' },
    steps: policyOfTests.steps.map((step) => ({
      ...step,
      every: 'PT2H',
      acknowledgeWithin: 'PT4H',
      actWithin: 'PT6H',
    })),
    nobodyActing: { pageEvery: 'PT2H' },
    aftercare: { ...policyOfTests.aftercare, reviewOverrideWithin: 'PT1S' },
  };
}
