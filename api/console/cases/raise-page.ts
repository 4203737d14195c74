import { whatTheyAreCalled } from '../../../records/people';
import { ofClients } from '../clients/asks';
import type { DeskPage } from '../frame/desk';
import { type Form, text, textIfAny } from '../frame/forms';
import { cases } from './case-view';

/** `/cases/raise?client={id}`: a concern about a client, or about somebody whom they know. domain.md §3 */
export const raisePage: DeskPage = {
  path: '/cases/raise',
  template: 'cases/raise',
  fields: { 'clientFirst/reason': 'doNotInform', 'person/description': 'about' },
  view: async ({ work, caller, query, given }) => {
    const clientId = text(given, 'client') || text(query, 'client');
    if (clientId === '') return { client: null };
    const client = await ofClients.readClient(work, caller, { params: { clientId } });
    return { client, name: whatTheyAreCalled(client) };
  },
  act: async ({ work, caller, given }) => {
    const { id } = await cases.raiseConcern(work, caller, { body: concernIn(given) });
    return `/cases/${id}`;
  },
};

function concernIn(given: Form) {
  const clientId = text(given, 'client');
  const about = textIfAny(given, 'about');
  return {
    ...(about === undefined ? { clientId } : { person: { description: about, knownBy: clientId } }),
    concern: text(given, 'concern'),
    immediacy: text(given, 'immediacy'),
    clientFirst:
      text(given, 'clientFirst') === 'do-not-inform'
        ? { kind: 'do-not-inform', reason: text(given, 'doNotInform') }
        : { kind: 'inform' },
    doneSoFar: text(given, 'doneSoFar'),
  };
}
