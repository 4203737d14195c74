import {
  expireSignUp,
  type OpenedSignUpStep,
  openAsk,
  openNote,
  passOverPractitioner,
  type SignUpTools,
} from '../../records/sign-up/steps';
import type { Work } from '../../records/work';
import type { Done, Overtaken, SignUpActivities, SignUpOrder } from '../../workflows/sign-up/contract';
import { createSender, type SenderDeps } from '../messaging/send-beside-cases';

export interface SignUpDeps extends SenderDeps {
  readonly tools: SignUpTools;
}

/** What the story of a sign-up does to the world. Each step: one transaction, the sends, one transaction. */
export function createSignUpActivities({ tools, ...deps }: SignUpDeps): SignUpActivities {
  const send = createSender(deps);
  const carryOut = async (
    order: SignUpOrder,
    open: (work: Work) => Promise<OpenedSignUpStep | Overtaken>,
  ): Promise<Done | Overtaken> => {
    const { opened } = await send(order, open);
    return opened.kind === 'overtaken' ? opened : { kind: 'done' };
  };

  return {
    writeToSigningUp: (order) => carryOut(order, (work) => openNote(work, tools, order)),
    askStaffOfSignUp: (order) => carryOut(order, (work) => openAsk(work, tools, order)),
    passOverPractitioner: (order) => carryOut(order, (work) => passOverPractitioner(work, order)),
    expireSignUp: (order) => carryOut(order, (work) => expireSignUp(work, order)),
  };
}
