import { z } from 'zod';
import { instantOf, localDateOf } from '../../../records/calendar/local-time';
import { hasRole, requireRole } from '../../../records/caller';
import { clientNames, organisationOf } from '../../../records/people';
import { valid } from '../../http/validate';
import type { Asked, DeskPage } from '../frame/desk';
import { type Form, text, textIfAny } from '../frame/forms';
import { ofOptOuts } from './asks';

/** `/privacy/opt-outs`: the proof of each, and what a person has to record of it. domain.md §4 */

const received = z.object({ receivedOn: z.iso.date().optional() });

async function optOutView({ work, caller, params }: Asked) {
  const optOut = await ofOptOuts.readOptOut(work, caller, { params });
  const names = await clientNames(work, optOut.clientId === null ? [] : [optOut.clientId]);
  return {
    optOut,
    clientName: (optOut.clientId && names.get(optOut.clientId)) ?? null,
    mayConfirm: hasRole(caller, 'admin'),
  };
}

/** Whoever keeps a list may say on the telephone that it is done: an administrator records that. */
const showOptOut: DeskPage = {
  path: '/privacy/opt-outs/:optOutId',
  template: 'privacy/opt-out',
  view: optOutView,
  act: async ({ work, caller, params, given }) => {
    await ofOptOuts.confirmOptOut(work, caller, { params, body: { list: text(given, 'list') } });
    return `/privacy/opt-outs/${params['optOutId']}`;
  },
};

/** Who rings up or writes a letter opts out as well as who presses a link. */
const recordOptOut: DeskPage = {
  path: '/privacy/opt-outs/new',
  template: 'privacy/record-opt-out',
  view: async ({ work, caller }) => {
    requireRole(caller, 'dpo', 'admin');
    const { timeZone } = await organisationOf(work);
    return { today: localDateOf(work.at, timeZone) };
  },
  act: async ({ work, caller, given }) => {
    const { timeZone } = await organisationOf(work);
    const { receivedOn: day } = valid(received, { receivedOn: textIfAny(given, 'receivedOn') });
    const today = localDateOf(work.at, timeZone);
    const body = {
      ...whom(given),
      source: text(given, 'source'),
      // Of a day alone its beginning counts: the seven days begin no later than they did.
      ...(day !== undefined && day !== today && { receivedAt: instantOf(day, '00:00', timeZone).toISOString() }),
    };
    const { id } = await ofOptOuts.recordOptOut(work, caller, { body });
    return `/privacy/opt-outs/${id}`;
  },
};

/** One of the two: what is left empty is not named at all. */
const whom = (given: Form) => {
  const [email, mobile] = [textIfAny(given, 'email'), textIfAny(given, 'mobile')];
  return { ...(email !== undefined && { email }), ...(mobile !== undefined && { mobile }) };
};

export const optOutPages: readonly DeskPage[] = [recordOptOut, showOptOut];
