import { type Measure, type Measures, readMeasures } from '../../../records/assessment/measures';
import { hasRole } from '../../../records/caller';
import { needsOfClient } from '../../../records/clients/needs-of-client';
import { isInPathway } from '../../../records/clients/pathway';
import { whatTheyAreCalled } from '../../../records/people';
import { casesOfClient } from '../../../records/urgent-care/open-cases';
import { definitionOf } from '../../../workflows/sign-up/instruments/definitions';
import { urgentCareCases } from '../../contract/cases';
import { rolesIn } from '../../http/permit';
import type { DeskPage } from '../frame/desk';
import { ofClients, ofPlans } from './asks';
import { bandName, highestOf, plotOf } from './plot';

/** `/clients/{id}`: one client, as far as the reader may see them: their plan, what is owed, and how they do. domain.md §2 */
export const clientPage: DeskPage = {
  path: '/clients/:clientId',
  template: 'clients/client',
  view: async ({ work, caller, params }) => {
    const { clientId = '' } = params;
    const client = await ofClients.readClient(work, caller, { params });
    const plan = await ofPlans.readUrgentCarePlan(work, caller, { params });
    const needs = await needsOfClient(work, caller, clientId);
    const cases = await casesOfClient(work, caller, clientId);
    return {
      client,
      name: whatTheyAreCalled(client),
      mayRaise: hasRole(caller, ...rolesIn(urgentCareCases.endpoints.raiseConcern)),
      plan,
      ...needs,
      open: cases.filter(({ status }) => status !== 'closed'),
      past: cases.filter(({ status }) => status === 'closed'),
      measured: (await isInPathway(work, caller, clientId))
        ? measuredView(await readMeasures(work, caller, clientId))
        : null,
    };
  },
};

/** Each questionnaire with what it can come to, and where its results lie on a sheet. */
function measuredView(measures: Measures) {
  if (measures.kind !== 'shown') return measures;
  return { kind: measures.kind, measures: measures.measures.map(measureView) };
}

function measureView({ instrument, results }: Measure) {
  const definition = definitionOf[instrument];
  return {
    instrument,
    results: results.map((result) => ({ ...result, band: bandName(result.band) })),
    highest: highestOf(definition),
    cutOff: definition.caseFrom,
    plot: plotOf(definition, results),
  };
}
