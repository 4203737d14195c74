import type { Page } from 'playwright-core';
import type { StaffKey } from '../stack-client';
import type { Scene } from './scene';

/** One page that a picture is taken of. */
export interface PicturedPage {
  /** Of the files: `docs/screenshots/<name>-<width>.png`. */
  readonly name: string;
  /** Who has signed in; null: whoever has the link. */
  readonly reader: StaffKey | null;
  /** The path in the console, or a whole personal link. */
  readonly at: (scene: Scene) => string;
  /** The heading with which the picture begins; without one, the head of the page. */
  readonly from?: string;
  /** What its reader does on it first. */
  readonly first?: (page: Page, scene: Scene) => Promise<void>;
}

export const picturedPages: readonly PicturedPage[] = [
  { name: 'my-decisions', reader: 'practitioner', at: () => '/' },
  { name: 'case', reader: 'practitioner', at: ({ waiting }) => `/cases/${waiting.caseId}` },
  {
    name: 'override-refused',
    reader: 'practitioner',
    at: ({ waiting }) => `/cases/${waiting.caseId}/override`,
    first: proposesToTellWhoWasRefused,
  },
  {
    name: 'approval',
    reader: 'supervisor',
    at: ({ proposed }) => `/cases/${proposed.caseId}/approvals/${proposed.decisionId}`,
  },
  { name: 'open-cases', reader: 'supervisor', at: () => '/cases' },
  { name: 'clients', reader: 'practitioner', at: () => '/clients' },
  {
    name: 'client-over-time',
    reader: 'practitioner',
    at: ({ measured }) => `/clients/${measured.clientId}`,
    from: 'How they do over time',
  },
  {
    name: 'allocation',
    reader: 'supervisor',
    at: ({ allocating }) => `/allocations/${allocating.signUpId}`,
  },
  { name: 'supervision', reader: 'supervisor', at: () => '/supervision' },
  { name: 'rota', reader: 'supervisor', at: () => '/rota' },
  {
    name: 'rehearsal',
    reader: 'supervisor',
    at: () => '/policy/rehearsal',
    from: 'The client agrees, and the first contact acts',
    first: playsIt,
  },
  { name: 'privacy', reader: 'dpo', at: () => '/privacy' },
  { name: 'client', reader: null, at: ({ asked }) => asked.link, first: answersTheirQuestion },
  { name: 'contact', reader: null, at: ({ told }) => told.link },
];

async function proposesToTellWhoWasRefused(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'First contact' }).check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'See what is lawful' }).click();
  await page.getByText('It cannot be proposed.').waitFor();
}

async function playsIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play it' }).click();
  await page.getByRole('heading', { name: 'The same in words' }).waitFor();
}

async function answersTheirQuestion(page: Page, { asked }: Scene): Promise<void> {
  await page.getByRole('textbox').fill(asked.guardAnswer);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Send my answer' }).waitFor();
}
