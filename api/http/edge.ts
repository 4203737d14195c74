import type { Counters } from '../../records/counters';
import { isTokenOfLink, knownOrganisations } from '../../records/directory';
import type { Records } from '../../records/records';
import { createIdentify, type Identify, type IdentitySettings } from './authenticate';
import { createLimits, type LimitSettings, type Limits } from './limits';
import { type Permit, permitByRole } from './permit';

/** What a request has to pass before anything is done for it: who asks, how often, and whether they may. */
export interface Edge {
  readonly identify: Identify;
  readonly limits: Limits;
  readonly permit: Permit;
}

export interface EdgeDeps {
  readonly records: Records;
  readonly counters: Counters;
  readonly identity: IdentitySettings;
  readonly limits: LimitSettings;
}

export const createEdge = ({ records, counters, identity, limits }: EdgeDeps): Edge => ({
  identify: createIdentify({ ...identity, isOrganisation: knownOrganisations(records) }),
  limits: createLimits(counters, limits, (token) => isTokenOfLink(records, token)),
  permit: permitByRole,
});
