import { type Caller, type Role, requireRole, roles } from '../../records/caller';
import type { Endpoint } from '../contract/endpoint';

/** Whether somebody may ask this at all; on whose record, the records themselves look at. @throws Forbidden */
export type Permit = (caller: Caller, endpoint: Endpoint) => void;

/** Whoever has a role that the endpoint names. */
export const permitByRole: Permit = (caller, endpoint) => requireRole(caller, ...rolesIn(endpoint));

/** Who may ask this at all. */
export const rolesIn = ({ may }: Endpoint): readonly Role[] => roles.filter((role) => may[role] !== undefined);
