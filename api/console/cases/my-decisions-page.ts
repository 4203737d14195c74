import { waitingFor } from '../../../records/urgent-care/waiting';
import { lawfulIn } from '../../../records/urgent-care/what-is-lawful';
import type { DeskPage } from '../frame/desk';
import { whatIsLawful, whatTheClientSaid } from './at-a-glance';
import { whereAnswered } from './where-answered';

/** `/`: what waits for me, most urgent first, with what the client answered and what is lawful now. */
export const myDecisionsPage: DeskPage = {
  path: '/',
  template: 'cases/my-decisions',
  view: async ({ work, caller }) => {
    const waiting = await waitingFor(work, caller);
    const asked = waiting.filter(({ what }) => what === 'decision' || what === 'second-approval');
    const lawful = await lawfulIn(
      work,
      asked.map(({ caseId }) => caseId),
    );
    return {
      waiting: waiting.map((one) => {
        const known = asked.includes(one) ? lawful.get(one.caseId) : undefined;
        return {
          ...one,
          href: `/cases/${one.caseId}${whereAnswered(one)}`,
          answered: known && whatTheClientSaid(known),
          // Whoever approves is asked about what was proposed, and about nothing else.
          lawful: one.what === 'decision' ? known && whatIsLawful(known) : undefined,
        };
      }),
      stream: '/live',
      // It calls its reader to what waits for them, also from behind other windows.
      hearsUnseen: true,
    };
  },
};
