import { hasRole } from '../../../records/caller';
import { type CaseloadPart, caseloadParts, findInCaseload, readCaseload } from '../../../records/clients/caseload';
import type { DeskPage } from '../frame/desk';
import { text, textIfAny } from '../frame/forms';

/** `/clients`: whose plans the reader keeps in order, and what each of them needs. A name that is looked for stands in no address. */
export const caseloadPage: DeskPage = {
  path: '/clients',
  template: 'clients/caseload',
  view: async ({ work, caller, query, given }) => {
    const seesOthers = hasRole(caller, 'duty-clinician', 'supervisor', 'admin');
    if (textIfAny(given, 'name') !== undefined) return { seesOthers };
    const part = partIn(text(query, 'show'));
    const page = Number(text(query, 'page'));
    return { caseload: await readCaseload(work, caller, { part, page }), part, caseloadParts, seesOthers };
  },
  look: async ({ work, caller, given }) => {
    const wanted = textIfAny(given, 'name');
    return wanted === undefined ? {} : { caseload: await findInCaseload(work, caller, wanted), wanted, caseloadParts };
  },
};

const partIn = (given: string): CaseloadPart => caseloadParts.find((part) => part === given) ?? 'everybody';
