import { answerOf } from '../../client/heed-client';
import { safetyConversationWorkflowId } from '../../workflows/safety-conversation/contract';
import { signUpWorkflowId } from '../../workflows/sign-up/contract';
import type { NewcomerInWorld } from '../support/newcomers';
import { until } from '../support/until';
import type { World } from '../support/world';

/** What sign-ups and safety conversations do, each with a history in `histories/`. @returns the workflow's id */
export const signUpBehaviours: Readonly<Record<string, (world: World) => Promise<string>>> = {
  'sign-up-to-enrolment': async (world) => {
    const robin = await answered(world);
    await robin.reaches('allocating');
    await robin.act(world.staff('supervisor'), 'allocation-decisions', { kind: 'confirm' });
    await world.staff('practitioner').receivesSms(/is offered to you/);
    await robin.act(world.staff('practitioner'), 'allocation-answers', { answer: 'accept' });
    await robin.receivesSms(/is there for you/);
    return signUpWorkflowId(robin.signUpId);
  },

  'sign-up-passed-over-and-left': async (world) => {
    const robin = await answered(world);
    await robin.act(world.staff('supervisor'), 'allocation-decisions', { kind: 'confirm' });
    await world.staff('practitioner').receivesSms(/is offered to you/);
    await world.fastForward('P7D');
    await robin.reaches('allocating');
    await robin.submits({}, '/leave');
    await robin.receivesSms(/you have left your sign-up/);
    return signUpWorkflowId(robin.signUpId);
  },

  'sign-up-with-a-plan': async (world) => {
    const robin = await answered(world, { plan: 'urgent-care' });
    await robin.reaches('planning-urgent-care');
    await world.fastForward('PT25H');
    await robin.completesPlan(world.staff('supervisor'));
    await robin.reaches('allocating');
    await world.staff('admin').receivesSms(/has a practitioner proposed/);
    return signUpWorkflowId(robin.signUpId);
  },

  'sign-up-expires': async (world) => {
    const robin = await world.newcomer('Robin');
    await world.fastForward('P15D');
    await robin.receivesSms(/we stop here for now/);
    return signUpWorkflowId(robin.signUpId);
  },

  'safety-conversation-judged': async (world) => {
    const clinician = world.staff('dutyClinician');
    const robin = await world.newcomer('Robin');
    await robin.signs();
    await robin.answersAllQuestions('worried');
    await clinician.receivesSms(/asks for a person now/);
    await world.fastForward('PT20M');
    await robin.act(clinician, 'safety-acknowledgements', {});
    await world.fastForward('PT20M');
    await robin.act(clinician, 'safety-judgements', { note: 'Spoke.', urgentCarePlanNeeded: false, openCase: false });
    return conversationOf(world, robin);
  },
};

async function answered(world: World, also: Parameters<World['newcomer']>[1] = {}): Promise<NewcomerInWorld> {
  const robin = await world.newcomer('Robin', { preferences: { presentingNeed: 'trauma' }, ...also });
  await robin.receivesSms(/read and sign/);
  await robin.signs();
  await robin.receivesSms(/some questions/);
  await robin.answersAllQuestions();
  return robin;
}

async function conversationOf(world: World, { signUpId }: NewcomerInWorld): Promise<string> {
  const concern = await until('the safety concern', async () => {
    const params = { path: { signUpId } };
    const read = await world.staff('supervisor').heed.GET('/v1/sign-ups/{signUpId}/safety', { params });
    return answerOf(read).items[0];
  });
  return safetyConversationWorkflowId(concern.id);
}
