import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import {
  type Act,
  actRecorded,
  type StepOrder,
  type UrgentCareActivities,
  type UrgentCareInput,
  type WhatHappened,
} from '../../workflows/urgent-care/contract';
import { defaultPolicy, pinPolicy } from '../../workflows/urgent-care/policy';
import { workflowBundleFile } from '../support/infrastructure';
import { quiet } from '../support/quiet';
import { timeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quiet();
  env = await timeSkipping();
}, 60_000);
afterAll(() => env?.teardown());

/** Activities that do nothing and remember what they were asked, each answering as its kind of step does. */
function remembering(asked: string[], instead: Partial<UrgentCareActivities> = {}): UrgentCareActivities {
  const done = (name: string) => async (): Promise<{ kind: 'done' }> => {
    asked.push(name);
    return { kind: 'done' };
  };
  return {
    informClient: async () => {
      asked.push('informClient');
      return { kind: 'client-informed' };
    },
    disclose: async ({ recipient, channel }) => {
      asked.push(`disclose ${recipient} by ${channel}`);
      return { kind: 'sent' };
    },
    tellClientWhatHadGone: done('tellClientWhatHadGone'),
    askForDecision: done('askForDecision'),
    askForApproval: done('askForApproval'),
    tellProposerTheyMayProceed: done('tellProposerTheyMayProceed'),
    tellSkippedApprovers: done('tellSkippedApprovers'),
    pageForAction: done('pageForAction'),
    passOnNews: done('passOnNews'),
    askToTelephoneGp: done('askToTelephoneGp'),
    tellThoseWhoWereTold: done('tellThoseWhoWereTold'),
    tellClientWhatWasShared: done('tellClientWhatWasShared'),
    askForOutcome: done('askForOutcome'),
    offerHandover: done('offerHandover'),
    askForTask: done('askForTask'),
    askClientHowItWas: async () => {
      asked.push('askClientHowItWas');
      return { kind: 'client-informed' };
    },
    cancelEverythingAndHold: done('cancelEverythingAndHold'),
    closeCase: done('closeCase'),
    ...instead,
  };
}

let cases = 0;
async function withCase(
  activities: UrgentCareActivities,
  story: (tell: (act: Act) => Promise<void>, ended: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  cases += 1;
  const taskQueue = `case-${cases}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: workflowBundleFile() },
    activities,
  });
  const input: UrgentCareInput = {
    caseId: taskQueue,
    organisationId: 'an-organisation',
    immediacy: 'significant',
    policy: pinPolicy(defaultPolicy),
  };
  await worker.runUntil(async () => {
    const handle = await env.client.workflow.start('urgentCare', { taskQueue, workflowId: taskQueue, args: [input] });
    await story(
      (act) => handle.signal(actRecorded, act),
      () => handle.result(),
    );
  });
}

const act = (seq: number, what: WhatHappened): Act => ({ id: `act-${seq}`, seq, at: Date.now(), ...what });

const wholeStory: readonly Act[] = [
  act(1, { kind: 'client-answered' }),
  act(2, { kind: 'proceed-decided', recipients: ['contact-1'] }),
  act(3, { kind: 'acknowledged', recipient: 'contact-1', answer: 'acting' }),
  act(4, { kind: 'outcome-recorded', outcome: 'someone-acting' }),
];

test('acts that arrive twice and out of order are applied once, in their order', async () => {
  const asked: string[] = [];
  await withCase(remembering(asked), async (tell, ended) => {
    await until('the client is informed', () => asked.includes('informClient'));
    await tell(wholeStory[1]!);
    await tell(wholeStory[1]!);
    await tell(wholeStory[0]!);
    await until('the contact is told', () => asked.includes('disclose contact-1 by sms'));
    await tell(wholeStory[3]!);
    await tell(wholeStory[2]!);
    await tell(wholeStory[2]!);
    await expect(ended()).resolves.toEqual({ outcome: 'someone-acting' });
  });
  expect(asked.filter((step) => step.startsWith('disclose'))).toEqual(['disclose contact-1 by sms']);
  expect(asked.slice(-3)).toEqual(['tellClientWhatWasShared', 'askClientHowItWas', 'closeCase']);
});

test('a step that acts overtook does nothing, and the case goes on from those acts without any signal', async () => {
  const asked: string[] = [];
  const withdrawal = act(3, { kind: 'consent-withdrawn', recipients: ['contact-1'] });
  const disclose: UrgentCareActivities['disclose'] = async () => ({ kind: 'overtaken', acts: [withdrawal] });
  await withCase(remembering(asked, { disclose }), async (tell, ended) => {
    await until('the client is informed', () => asked.includes('informClient'));
    await tell(wholeStory[0]!);
    await tell(wholeStory[1]!);
    await until('the client hears what had gone', () => asked.includes('tellClientWhatHadGone'));
    await tell(act(4, { kind: 'stood-down', outcome: 'client-safe' }));
    await expect(ended()).resolves.toEqual({ outcome: 'client-safe' });
  });
  expect(asked).toContain('tellThoseWhoWereTold');
});

test('every step has its own number and says which acts are known', async () => {
  const orders: StepOrder[] = [];
  const asked: string[] = [];
  const closeCase: UrgentCareActivities['closeCase'] = async (order) => {
    orders.push(order);
    return { kind: 'done' };
  };
  const informClient: UrgentCareActivities['informClient'] = async (order) => {
    orders.push(order);
    return { kind: 'client-not-reached' };
  };
  await withCase(remembering(asked, { closeCase, informClient }), async (tell, ended) => {
    await until('the practitioner is asked', () => asked.includes('askForDecision'));
    await tell(act(1, { kind: 'stood-down', outcome: 'client-safe' }));
    await ended();
  });
  expect(orders.map(({ seen }) => seen)).toEqual([0, 1]);
  expect(new Set(orders.map(({ step }) => step)).size).toBe(2);
});

test('a case that is closed already is left alone', async () => {
  const asked: string[] = [];
  const informClient: UrgentCareActivities['informClient'] = async () => ({ kind: 'not-waiting' });
  await withCase(remembering(asked, { informClient }), async (_tell, ended) => {
    await expect(ended()).resolves.toEqual({ outcome: 'not-waiting' });
  });
  expect(asked).toEqual([]);
});
