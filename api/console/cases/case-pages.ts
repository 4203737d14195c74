import type { Caller } from '../../../records/caller';
import type { Work } from '../../../records/work';
import type { Sent } from '../../http/serve-group';
import type { Asked, DeskPage } from '../frame/desk';
import { type Form, text, ticked } from '../frame/forms';
import { cases, caseView, wholeCaseView } from './case-view';

/** `/cases/{id}` and what is decided on it with one form each. */

const at = '/cases/:caseId';
const ofCase = ({ params }: Asked): string => `/cases/${params['caseId']}`;

type Act = NonNullable<DeskPage['act']>;

/** Asks an endpoint of cases what the form says, and goes back to the case. */
const asks =
  (ask: (work: Work, caller: Caller, sent: Sent) => Promise<unknown>, body: (given: Form) => object): Act =>
  async (asked) => {
    const { work, caller, params, given } = asked;
    await ask(work, caller, { params, body: body(given) });
    return ofCase(asked);
  };

const decides = (body: (given: Form) => object): Act => asks(cases.recordDecision, body);
const outcomeFields = { kind: 'outcome', 'outcome/kind': 'outcome' };
const outcomeIn = (given: Form) => ({ kind: text(given, 'outcome'), note: text(given, 'note') });

const showCase: DeskPage = { path: at, template: 'cases/case', view: wholeCaseView };

const proceed: DeskPage = {
  ...showCase,
  path: `${at}/proceed`,
  act: decides((given) => ({
    kind: 'proceed',
    recipients: ticked(given, 'recipients'),
    note: text(given, 'note'),
  })),
};

const askAgain: DeskPage = {
  ...showCase,
  path: `${at}/ask-again`,
  act: decides((given) => ({ kind: 'ask-again', note: text(given, 'note') })),
};

const callFirst: DeskPage = {
  ...showCase,
  path: `${at}/call`,
  act: decides((given) => ({ kind: 'call', note: text(given, 'note') })),
};

const standDown: DeskPage = {
  path: `${at}/stand-down`,
  template: 'cases/stand-down',
  view: caseView,
  fields: outcomeFields,
  act: asks(cases.standDown, (given) => ({ outcome: outcomeIn(given) })),
};

const sayOutcome: DeskPage = {
  path: `${at}/outcome`,
  template: 'cases/outcome',
  view: caseView,
  fields: outcomeFields,
  act: asks(cases.recordHumanOutcome, outcomeIn),
};

export const casePages: readonly DeskPage[] = [showCase, proceed, askAgain, callFirst, standDown, sayOutcome];
