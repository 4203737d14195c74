import type { SendStep } from '../../story/send';
import type { MessageKind } from '../../story/story';

export interface BareActivities {
  send(step: { readonly kind: MessageKind; readonly caseNumber: number }): Promise<void>;
}

export const createBareActivities = (send: SendStep): BareActivities => ({
  send: ({ kind, caseNumber }) => send(kind, caseNumber),
});
