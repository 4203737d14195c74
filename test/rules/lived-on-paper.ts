import type { Act, StepOrder, UrgentCareActivities } from '../../workflows/urgent-care/contract';
import type { Instant } from '../../workflows/urgent-care/words';
import { type StoryOnPaper, startOnPaper } from '../support/workflow-on-paper';
import { faithfulActivities, type TakesStep } from './faithful-activities';
import { goesWell, type Life } from './lives';
import {
  createRecordOnPaper,
  type Happening,
  notInformingId,
  type RecordOnPaper,
  type Resumed,
} from './record-on-paper';

/** What every life is watched for. */
export interface Watch {
  /** A step's transaction begins: everything committed so far is known to the story. */
  readonly step?: (name: keyof UrgentCareActivities, order: StepOrder, record: RecordOnPaper) => void;
  readonly waits?: (story: StoryOnPaper, record: RecordOnPaper) => void;
  readonly ends?: (record: RecordOnPaper) => void;
}

export interface LivedCase {
  readonly story: StoryOnPaper;
  readonly record: RecordOnPaper;
  /** Lets the wait end as it should. Nothing befalls the case any more. */
  readonly onward: () => Promise<void>;
}

/** Lives it to the last moment. The case is then where it is. */
export async function live(life: Life, watch: Watch): Promise<LivedCase> {
  const fates = [...life.fates];
  const heldUp: Act[] = [];
  const record = createRecordOnPaper(life);
  let now: Instant = 0;
  let isTired = false;
  let story: StoryOnPaper | undefined;

  const commit = (what: Happening, isSignalled: boolean): void => {
    for (const act of record.commit(what, now)) {
      if (isSignalled) story?.tell(act);
      else heldUp.push(act);
    }
  };

  const step: TakesStep = async (name, order, result) => {
    const given = fates.shift() ?? goesWell;
    isTired = given.isTiring;
    for (const what of given.before) commit(what, false);
    const acts = record.actsAfter(order.seen);
    if (acts.length > 0) return { kind: 'overtaken', acts };

    watch.step?.(name, order, record);
    record.carriedOut(name, order);
    for (const what of given.during) commit(what, true);
    now += given.takesMs;
    return result(given);
  };

  const activities = faithfulActivities(step, record);
  const input = { caseId: 'case', organisationId: 'organisation', immediacy: life.immediacy, policy: life.policy };
  const notInforming = life.isNotInforming ? { notInforming: { decisionId: notInformingId } } : {};
  const begin = (resumed?: Resumed): StoryOnPaper => {
    const given = { ...input, ...notInforming, ...(resumed ? { resumed } : {}) };
    return startOnPaper(given, { activities, now: () => now, isTired: () => isTired });
  };
  let theStory = begin();
  story = theStory;
  const beginAnew = (): void => {
    heldUp.length = 0;
    theStory = begin(JSON.parse(JSON.stringify(record.resumed)));
    story = theStory;
  };
  const settle = async (): Promise<void> => {
    await theStory.rest();
    if (theStory.ended) watch.ends?.(record);
    else watch.waits?.(theStory, record);
  };
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    if (now >= theStory.wakesAt) theStory.wake();
    await settle();
  };
  const lateSignals = (): void => {
    const signals = heldUp.splice(0).reverse();
    for (const act of [...signals, ...signals.slice(0, 2)]) theStory.tell(act);
  };

  await settle();
  for (const happening of life.moments) {
    if (theStory.ended) break;
    if (happening.kind === 'act') commit(happening.what, happening.isSignalled);
    else if (happening.kind === 'late-signals') lateSignals();
    else if (happening.kind === 'process-lost') beginAnew();
    else now += (theStory.wakesAt - now) * happening.share;
    if (now >= theStory.wakesAt) theStory.wake();
    await settle();
  }
  lateSignals();
  await settle();
  const onward = (): Promise<void> => {
    fates.length = 0;
    return pass(theStory.wakesAt - now);
  };
  return { story, record, onward };
}
