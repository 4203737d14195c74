import { seesWhoItIs } from '../../../records/allocation/under-way';
import { hasRole } from '../../../records/caller';
import { clientName, clientWords, staffNames, whoHasLeft } from '../../../records/people';
import { readSignUp } from '../../../records/sign-up/sign-up-row';
import { capitalised } from '../../../records/urgent-care/labels';
import { type Exclusion, exclusionReasons, staysWhoeverDecides } from '../../../workflows/sign-up/allocation';
import { allocations } from '../../contract/allocations';
import { calls } from '../../http/serve-group';
import { allocationHandlers } from '../../routes/allocations';
import type { Asked, DeskPage } from '../frame/desk';
import { type Form, text } from '../frame/forms';

/** `/allocations/{signUpId}` and what is decided, answered or objected there with one form each. domain.md §2.6 */

/** The same endpoints as platforms ask. */
const asks = calls(allocations, allocationHandlers);

const at = '/allocations/:signUpId';
const ofSignUp = ({ params }: Asked): string => `/allocations/${params['signUpId']}`;

/** What a person may overlook who asks once more. */
const givesWay: readonly string[] = Object.entries(exclusionReasons)
  .filter(([exclusion]) => !staysWhoeverDecides(exclusion as Exclusion))
  .map(([, reason]) => reason);

const show: DeskPage = {
  path: at,
  template: 'allocations/allocation',
  view: async ({ work, caller, params }) => {
    const { signUpId = '' } = params;
    const allocation = await asks.readAllocation(work, caller, { params });
    const { clientId, code } = await readSignUp(work, signUpId);
    const { status, proposed, standing, ranking, excluded } = allocation;
    const decides = seesWhoItIs(caller);
    const names = await staffNames(work, [
      ...[...ranking, ...excluded].map(({ practitionerId }) => practitionerId),
      ...(proposed === null ? [] : [proposed]),
    ]);
    const named = (judged: readonly { readonly practitionerId: string; readonly reasons: readonly string[] }[]) =>
      judged.map((one) => ({ ...one, name: names.get(one.practitionerId) ?? capitalised(whoHasLeft) }));
    const others = [
      ...ranking.filter(({ practitionerId }) => practitionerId !== proposed),
      ...excluded.filter(({ reasons }) => reasons.every((reason) => givesWay.includes(reason))),
    ];
    return {
      ...allocation,
      ...{ signUpId, code, clientId },
      name: decides ? clientName(await clientWords(work, clientId)) : null,
      ranking: named(ranking),
      excluded: named(excluded),
      proposedName: proposed === null ? null : (names.get(proposed) ?? null),
      choices: decides && status === 'allocating' ? named(others) : [],
      mayDecide: decides && status === 'allocating',
      mayObject: decides && proposed !== null,
      mayAnswer:
        hasRole(caller, 'practitioner') &&
        status === 'awaiting-practitioner' &&
        standing === 'confirmed' &&
        proposed === caller.credential,
    };
  },
};

/**
 * What is decided, and then the page as it stands.
 * @param reason the field in which they say why: each form on the page has its own
 */
const decides = (path: string, reason: string, body: (given: Form) => object): DeskPage => ({
  ...show,
  path: `${at}/${path}`,
  fields: { reason },
  act: async (asked) => {
    const { work, caller, params, given } = asked;
    await asks.decideAllocation(work, caller, { params, body: { ...body(given), reason: text(given, reason) } });
    return ofSignUp(asked);
  },
});

const confirm = decides('confirmation', 'note', (given) => ({
  kind: 'confirm',
  practitionerId: text(given, 'believed'),
}));

const choose = decides('choice', 'whyChosen', (given) => ({
  kind: 'choose',
  practitionerId: text(given, 'practitionerId'),
}));

const noneSuits = decides('none-suitable', 'whyNone', (given) => ({
  kind: 'none-suitable',
  practitionerId: text(given, 'believed'),
}));

const answer: DeskPage = {
  ...show,
  path: `${at}/answer`,
  act: async ({ work, caller, params, given }) => {
    const body = { answer: text(given, 'answer'), reason: text(given, 'reason') };
    await asks.answerAllocation(work, caller, { params, body });
    if (body.answer !== 'accept') return '/allocations';
    return `/clients/${(await readSignUp(work, params['signUpId'] ?? '')).clientId}`;
  },
};

const object: DeskPage = {
  ...show,
  path: `${at}/objection`,
  fields: { reason: 'objection' },
  act: async (asked) => {
    const { work, caller, params, given } = asked;
    await asks.objectToAllocation(work, caller, { params, body: { reason: text(given, 'objection') } });
    return ofSignUp(asked);
  },
};

export const allocationPages: readonly DeskPage[] = [show, confirm, choose, noneSuits, answer, object];
