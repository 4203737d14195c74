import { assertNever } from '../../workflows/shared/assert-never';
import type { PlainStep } from '../../workflows/urgent-care/after-step';
import type { Message, Scene } from '../../workflows/urgent-care/rehearsal/play';
import type { ReachedPerson, ScriptedAct, ScriptedAnswer } from '../../workflows/urgent-care/rehearsal/script';
import type { TaskPage } from '../../workflows/urgent-care/tasks';
import type { Channel, Immediacy, Instant, RecipientName, TaskKind } from '../../workflows/urgent-care/words';
import type { RotaTierName } from '../rota/rota';
import { capitalised, labelled, listed, recipientLabels, tierLabels } from './labels';

/** A rehearsal as people read it: the kinds and sentences of a case's timeline, and each message by itself. */

export interface Told {
  readonly kind: string;
  readonly text: string;
  readonly message?: RehearsedMessage;
  /** Who does it, or whom it befalls; absent where a message says so, or where it is nobody's in particular. */
  readonly who?: InRehearsal;
}

/** Everybody who plays a part. */
export type InRehearsal = ReachedPerson | 'owner' | RotaTierName;

interface RehearsedMessage {
  readonly to: InRehearsal;
  readonly channel: Channel;
  readonly template: string;
}

interface Setting {
  readonly rota: readonly RotaTierName[];
  readonly immediacy: Immediacy;
  readonly startsAt: Instant;
}

export function tellScenes(scenes: readonly Scene[], setting: Setting): readonly (Told & { readonly at: Instant })[] {
  const raised = { at: setting.startsAt, kind: 'concern.raised', text: `A concern is raised, ${setting.immediacy}.` };
  const told = scenes.flatMap((scene) => tellScene(scene, setting).map((item) => ({ at: scene.at, ...item })));
  return [raised, ...told];
}

function tellScene(scene: Scene, { rota }: Setting): readonly Told[] {
  switch (scene.kind) {
    case 'act':
      return [{ ...tellAct(scene.act), ...actorIn(scene.act) }];
    case 'refused-act':
      return [
        {
          kind: 'act.refused',
          text: `Not recorded, because ${scene.because}: ${lowered(tellAct(scene.act).text)}`,
          ...actorIn(scene.act),
        },
      ];
    case 'disclosure':
      return [tellDisclosure(scene)];
    case 'step':
      return tellStep(scene.step, scene.messages, rota);
    default:
      return assertNever(scene);
  }
}

function tellDisclosure({ due, result }: Extract<Scene, { kind: 'disclosure' }>): Told {
  const { recipient, channel } = due;
  const whom = recipientLabels[recipient];
  switch (result.kind) {
    case 'sent': {
      const message: RehearsedMessage = { to: recipient, channel, template: 'disclosure' };
      const what = due.again ? 'Who had read it is asked once more' : 'A message goes';
      return { kind: 'disclosure.sent', text: `${what}: ${whom}, by ${channel}.`, message };
    }
    case 'failed-permanent':
      return { kind: 'disclosure.failed', text: `No message reaches ${whom} by ${channel}.`, who: recipient };
    case 'withheld':
      return {
        kind: 'disclosure.withheld',
        text: `Nothing is sent to ${whom}: there is no valid mandate.`,
        who: recipient,
      };
    case 'closed':
      return {
        kind: 'disclosure.closed',
        text: `${capitalised(whom)} is closed, and is told when they open.`,
        who: recipient,
      };
    default:
      return assertNever(result);
  }
}

function tellStep(step: PlainStep, messages: readonly Message[], rota: readonly RotaTierName[]): readonly Told[] {
  switch (step.kind) {
    case 'inform-client':
      return eachMessage(messages, {
        template: 'inform-client',
        told: { kind: 'client.informed', text: 'The client is told that urgent care steps are considered, and asked.' },
        else: {
          kind: 'client.not-reached',
          text: 'No safe channel reaches the client: they are not asked.',
          who: 'client',
        },
      });
    case 'tell-client-what-had-gone':
      return eachMessage(messages, {
        template: 'what-had-gone',
        told: { kind: 'client.told-what-had-gone', text: 'The client is told what had gone before the withdrawal.' },
        else: { kind: 'client.not-told', text: 'No message reaches the client about what had gone.', who: 'client' },
      });
    case 'tell-client-what-was-shared':
      return eachMessage(messages, {
        template: 'what-was-shared',
        told: { kind: 'client.told-what-was-shared', text: 'The client is told what was shared.' },
        else: {
          kind: 'client.not-told',
          text: 'No message reaches the client: a person must tell them what was shared.',
          who: 'client',
        },
      });
    case 'tell-those-who-were-told':
      return eachMessage(messages, {
        template: 'it-is-over',
        told: { kind: 'recipients.told-it-is-over', text: 'Who was told hears that it is over.' },
        else: { kind: 'recipients.told-it-is-over', text: 'Nobody was told who must hear that it is over.' },
      });
    case 'ask-for-decision':
      return pages('decision', 'is asked to decide', [onTheRota(rota, step.rung)]);
    case 'ask-for-approval':
      return pages('approval', 'is asked to approve the override', ['supervisor']);
    case 'tell-proposer-they-may-proceed':
      return pages('going-ahead', 'is told that they may go ahead without an approval', ['owner']);
    case 'tell-skipped-approvers':
      return pages('skipped-approval', 'is told that an override went ahead without them', ['supervisor']);
    case 'ask-for-outcome':
      return pages('outcome', 'is asked what came of it', [onTheRota(rota, step.rung)]);
    case 'page-for-action':
      return pages('action', 'is paged: nobody is acting', rota.length > 0 ? rota : ['owner']);
    case 'pass-on-news':
      return pages('news', 'is told that something new was recorded', ['owner']);
    case 'ask-to-telephone-gp':
      return pages('gp-call', 'is asked to telephone the GP', ['owner']);
    case 'offer-handover':
      return [{ kind: 'staff.asked-for-handover', text: 'The next owner is asked to take the case over.' }];
    case 'ask-for-task':
      return pages(step.task, taskWords[step.task], [whoseTask(rota, step)]);
    case 'ask-client-how-it-was':
      return eachMessage(messages, {
        template: 'how-it-was',
        told: { kind: 'client.asked-how-it-was', text: 'The client is asked how it was.' },
        else: {
          kind: 'client.not-asked-how-it-was',
          text: 'No message reaches the client to ask how it was.',
          who: 'client',
        },
      });
    case 'cancel-everything-and-hold':
      return [{ kind: 'case.closed', text: 'Every message is cancelled, the record is held, and the case is closed.' }];
    case 'close':
      return [{ kind: 'case.closed', text: 'The case is closed.' }];
    default:
      return assertNever(step);
  }
}

function eachMessage(
  messages: readonly Message[],
  { template, told, else: instead }: { readonly template: string; readonly told: Told; readonly else: Told },
): readonly Told[] {
  if (messages.length === 0) return [instead];
  return messages.map((message) => ({ ...told, message: { ...message, template } }));
}

type Paged = 'owner' | RotaTierName;

/** Each by SMS and by email. */
function pages(asks: string, what: string, whom: readonly Paged[]): readonly Told[] {
  return whom.flatMap((to) =>
    (['sms', 'email'] as const).map((channel) => ({
      kind: `staff.asked-for-${asks}`,
      text: `${capitalised(pagedLabels[to])} ${what}.`,
      message: { to, channel, template: `page-for-${asks}` },
    })),
  );
}

const pagedLabels: Readonly<Record<Paged, string>> = {
  owner: 'the owner',
  'duty-clinician': 'a duty clinician',
  supervisor: 'a supervisor',
};

/** A supervisor reviews an override, whoever else is on duty. */
const whoseTask = (rota: readonly RotaTierName[], { task, rung }: TaskPage): Paged =>
  task === 'override-review' ? 'supervisor' : onTheRota(rota, rung);

const taskWords: Readonly<Record<TaskKind, string>> = {
  'call-back': 'is asked to call the client, who asks for it',
  'tell-client': 'is asked whether the client can be told now what was shared',
  'override-review': 'is asked to review the override',
  'ask-client': 'is asked to ask the client how it was',
};

const onTheRota = (rota: readonly RotaTierName[], rung: number): Paged => {
  const ladder: readonly Paged[] = ['owner', ...rota];
  return ladder[rung % ladder.length] ?? 'owner';
};

function tellAct(act: ScriptedAct): Told {
  switch (act.kind) {
    case 'client-answers':
      return {
        kind: 'client.answered',
        text: `The client ${listed([...act.answers.map(answerWords), ...call(act)])}.`,
      };
    case 'proceed':
      return { kind: 'decision.recorded', text: `The practitioner decides to tell ${labelled(act.recipients)}.` };
    case 'ask-again':
      return { kind: 'decision.recorded', text: 'The practitioner decides to ask the client again.' };
    case 'call':
      return { kind: 'decision.recorded', text: 'The practitioner decides to call the client.' };
    case 'stand-down':
      return { kind: 'case.stood-down', text: `The case is stood down, ${act.outcome}.` };
    case 'propose-override':
      return {
        kind: 'decision.recorded',
        text: `The practitioner proposes to tell ${labelled(act.recipients)} without consent.`,
      };
    case 'approval':
      return act.answer === 'approve'
        ? { kind: 'override.approved', text: 'A second person approves.' }
        : { kind: 'override.declined', text: 'A second person declines.' };
    case 'proceed-unapproved':
      return { kind: 'override.proceeded', text: 'The proposer goes ahead without an approval.' };
    case 'guard-fails':
      return { kind: 'guard.failed', text: "Somebody gives a wrong answer to the client's own question." };
    case 'task-done':
      return { kind: `${act.task}.done`, text: `Done: ${doneWords[act.task]}.` };
    case 'human-outcome':
      return { kind: 'outcome.recorded', text: `A person records the outcome, ${act.outcome}.` };
    case 'withdrawal':
      return { kind: 'consent.withdrawn', text: `The client withdraws: ${withdrawnWords(act.recipients)} any more.` };
    case 'acknowledgement':
      return {
        kind: `recipient.${act.answer}`,
        text: `${capitalised(recipientLabels[act.recipient])} ${said[act.answer]}.`,
      };
    case 'second-concern':
      return { kind: 'concern.raised-again', text: `A second concern about the client is raised, ${act.immediacy}.` };
    case 'message-fails':
      return {
        kind: 'message.failed',
        text: `The message to ${personLabel(act.to)} failed for good (${act.channel}).`,
      };
    case 'cannot-be-reached': {
      const way = act.channel === undefined ? 'by any way' : `by ${act.channel}`;
      return { kind: 'reach.lost', text: `From now on nobody reaches ${personLabel(act.who)} ${way}.` };
    }
    default:
      return assertNever(act);
  }
}

/** Whoever is not named in the script acts for the case: its owner. */
function actorIn(act: ScriptedAct): Pick<Told, 'who'> {
  switch (act.kind) {
    case 'client-answers':
    case 'withdrawal':
    case 'guard-fails':
      return { who: 'client' };
    case 'proceed':
    case 'ask-again':
    case 'call':
    case 'stand-down':
    case 'propose-override':
    case 'proceed-unapproved':
    case 'task-done':
    case 'human-outcome':
      return { who: 'owner' };
    case 'approval':
      return { who: 'supervisor' };
    case 'acknowledgement':
      return { who: act.recipient };
    case 'message-fails':
      return { who: act.to };
    case 'cannot-be-reached':
      return { who: act.who };
    case 'second-concern':
      return {};
    default:
      return assertNever(act);
  }
}

const doneWords: Readonly<Record<TaskKind, string>> = {
  'call-back': 'the client was called back',
  'tell-client': 'a person told the client what was shared',
  'override-review': 'the override was reviewed',
  'ask-client': 'a person asked the client how it was',
};

function answerWords(answer: ScriptedAnswer): string {
  const whom = recipientLabels[answer.recipient];
  if (answer.answer === 'agree') return `agrees that ${whom} is told ${tierLabels[answer.tier]}`;
  return answer.answer === 'refuse' ? `refuses that ${whom} is told` : `says nothing of ${whom}`;
}

const call = ({ answers, callBack }: Extract<ScriptedAct, { kind: 'client-answers' }>): readonly string[] => {
  if (callBack) return ['asks to be called'];
  return answers.length === 0 ? ['answers without naming anyone'] : [];
};

const withdrawnWords = (recipients: readonly RecipientName[] | 'all'): string =>
  recipients === 'all' ? 'nobody may be told' : `${labelled(recipients)} may not be told`;

const personLabel = (who: ReachedPerson): string => (who === 'client' ? 'the client' : recipientLabels[who]);

const said = { acknowledged: 'has read the message', acting: 'is acting', cannot: 'cannot help' } as const;

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
