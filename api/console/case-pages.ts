import { cases, caseView, wholeCaseView } from './case-view';
import type { Asked, DeskPage } from './desk';
import { text, ticked } from './forms';

/** `/cases/{id}` and what is decided on it with one form each. */

const at = '/cases/:caseId';
const ofCase = ({ params }: Asked): string => `/cases/${params['caseId']}`;

const decides =
  (body: (asked: Asked) => object) =>
  async (asked: Asked): Promise<string> => {
    const { work, caller, params } = asked;
    await cases.recordDecision(work, caller, { params, body: body(asked) });
    return ofCase(asked);
  };

const showCase: DeskPage = { path: at, template: 'case', view: wholeCaseView };

const proceed: DeskPage = {
  ...showCase,
  path: `${at}/proceed`,
  act: decides(({ given }) => ({
    kind: 'proceed',
    recipients: ticked(given, 'recipients'),
    note: text(given, 'note'),
  })),
};

const askAgain: DeskPage = {
  ...showCase,
  path: `${at}/ask-again`,
  act: decides(({ given }) => ({ kind: 'ask-again', note: text(given, 'note') })),
};

const callFirst: DeskPage = {
  ...showCase,
  path: `${at}/call`,
  act: decides(({ given }) => ({ kind: 'call', note: text(given, 'note') })),
};

const standDown: DeskPage = {
  path: `${at}/stand-down`,
  template: 'stand-down',
  view: caseView,
  act: async (asked) => {
    const { work, caller, params, given } = asked;
    const outcome = { kind: text(given, 'outcome'), note: text(given, 'note') };
    await cases.standDown(work, caller, { params, body: { outcome } });
    return ofCase(asked);
  },
};

const withdraw: DeskPage = {
  path: `${at}/withdrawal`,
  template: 'withdrawal',
  view: caseView,
  act: async (asked) => {
    const { work, caller, params, given } = asked;
    const recipients = given['all'] === undefined ? ticked(given, 'recipients') : 'all';
    await cases.recordWithdrawal(work, caller, { params, body: { recipients, via: text(given, 'via') } });
    return ofCase(asked);
  },
};

const sayOutcome: DeskPage = {
  path: `${at}/outcome`,
  template: 'outcome',
  view: caseView,
  act: async (asked) => {
    const { work, caller, params, given } = asked;
    const body = { kind: text(given, 'outcome'), note: text(given, 'note') };
    await cases.recordHumanOutcome(work, caller, { params, body });
    return ofCase(asked);
  },
};

export const casePages: readonly DeskPage[] = [showCase, proceed, askAgain, callFirst, standDown, withdraw, sayOutcome];
