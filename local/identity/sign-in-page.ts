import { roleInWords } from '../demo-people';
import { html, htmlPage, type Markup } from '../sandbox/html';
import type { Account, Parties } from './parties';

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; color: #212b32; background: #f0f4f5; max-width: 40rem; margin: 0 auto; padding: 1rem; }
  fieldset { border: 1px solid #768692; background: #fff; margin: 1rem 0; padding: 1rem; }
  legend { font-weight: bold; }
  label { display: block; padding: .25rem 0; }
  button { font: inherit; font-weight: bold; color: #fff; background: #005eb8; border: 2px solid #005eb8; padding: .5rem 1.5rem; }
  a:focus, button:focus, input:focus { outline: 3px solid #212b32; outline-offset: 2px; }
`;

/** Where a person chooses who to be: everyone with roles, by organisation. Posts `account` back to its own address. */
export function signInPage({ accounts, beginAs }: Pick<Parties, 'accounts' | 'beginAs'>): string {
  const organisations = new Map(accounts.map(({ organisation }) => [organisation.id, organisation.name]));
  const choices = [...organisations].map(([id, name]) => {
    const members = accounts.filter(({ organisation }) => organisation.id === id);
    return html`<fieldset><legend>${name}</legend>${members.map(choice)}</fieldset>`;
  });
  const first = accounts.find(({ id }) => id === beginAs);
  const hint = first
    ? html`<p>New here? When Heed is first started, a decision waits for <strong>${first.name}</strong>.</p>`
    : '';
  return page('Choose who you are', html`${hint}<form method="post">${choices}<button>Sign in</button></form>`);
}

/** Asks before the provider's session ends; `form` is the provider's own, named `op.logoutForm`. */
export function signOutPage(form: string): string {
  return page(
    'Sign out',
    html`<p>Do you want to sign out of the identity provider?</p>${{ markup: form }}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

export function signedOutPage(): string {
  return page('Signed out', html`<p>You have signed out. You can close this page.</p>`);
}

export function signInErrorPage(details: Record<string, unknown>): string {
  const items = Object.entries(details).map(([name, value]) => html`<dt>${name}</dt><dd>${String(value)}</dd>`);
  return page('Sorry, you could not be signed in', html`<dl>${items}</dl>`);
}

function choice({ id, name, roles }: Account): Markup {
  return html`<label><input type="radio" name="account" value="${id}" required> ${name} (${roles.map(roleInWords).join(', ')})</label>`;
}

const page = (title: string, content: Markup): string => htmlPage({ title, style }, content);
