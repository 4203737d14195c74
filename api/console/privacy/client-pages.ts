import { hasRole } from '../../../records/caller';
import { clientNames, staffNames } from '../../../records/people';
import { retentionCategories } from '../../../workflows/retention/words';
import type { Asked, DeskFile, DeskPage } from '../frame/desk';
import { text, ticked } from '../frame/forms';
import { ofClient, ofErasures } from './asks';

/** `/privacy/clients/{id}`: what is kept of a client, why and until when; and what is decided about it. domain.md §5 */

const at = '/privacy/clients/:clientId';
const ofThis = ({ params }: Asked): string => `/privacy/clients/${params['clientId']}`;

/** As far as every page about a client has it. */
async function clientView({ work, caller, params }: Asked) {
  const retention = await ofClient.readRetention(work, caller, { params });
  const { clientId } = retention;
  const names = await clientNames(work, [clientId]);
  const placers = await staffNames(
    work,
    retention.holds.map(({ placedBy }) => placedBy),
  );
  return {
    retention,
    clientName: names.get(clientId) ?? null,
    placedBy: Object.fromEntries(placers),
    isOfficer: hasRole(caller, 'dpo'),
  };
}

const showClient: DeskPage = {
  path: at,
  template: 'privacy/client',
  view: async (asked) => {
    const { work, caller, params } = asked;
    const query = { clientId: params['clientId'], limit: 100 };
    return {
      ...(await clientView(asked)),
      marketing: await ofClient.readMarketingStanding(work, caller, { params }),
      erasures: (await ofErasures.listErasures(work, caller, { query })).items,
    };
  },
};

const placeHold: DeskPage = {
  path: `${at}/holds`,
  template: 'privacy/place-hold',
  view: async (asked) => ({ ...(await clientView(asked)), categories: retentionCategories }),
  act: async (asked) => {
    const { work, caller, params, given } = asked;
    const body = {
      categories: ticked(given, 'categories'),
      reason: text(given, 'reason'),
      reviewOn: text(given, 'reviewOn'),
    };
    await ofClient.placeHold(work, caller, { params, body });
    return ofThis(asked);
  },
};

const liftHold: DeskPage = {
  path: `${at}/holds/:holdId`,
  template: 'privacy/lift-hold',
  view: async (asked) => {
    const view = await clientView({ ...asked, params: { clientId: asked.params['clientId'] ?? '' } });
    return { ...view, hold: view.retention.holds.find(({ id }) => id === asked.params['holdId']) ?? null };
  },
  act: async (asked) => {
    const { work, caller, params } = asked;
    await ofClient.liftHold(work, caller, { params });
    return ofThis(asked);
  },
};

const erase: DeskPage = {
  path: `${at}/erasure`,
  template: 'privacy/erase',
  isGrave: true,
  view: clientView,
  act: async ({ work, caller, params, given }) => {
    const body = { basis: text(given, 'basis'), reason: text(given, 'reason') };
    const { id } = await ofClient.orderErasure(work, caller, { params, body });
    return `/privacy/erasures/${id}`;
  },
};

/** Everything, as the client gets it themselves: for whoever answers their request by hand. */
const copy: DeskFile = {
  path: `${at}/copy`,
  file: ({ work, caller, params }) => ofClient.readCopy(work, caller, { params }),
};

export const clientPages: readonly (DeskPage | DeskFile)[] = [showClient, placeHold, liftHold, erase, copy];
