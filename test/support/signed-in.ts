import type { StaffKey } from '../../prisma/demo-data';
import { type Answered, type Browsing, browsing, hidden, signInAs } from './browsing';
import type { CaseInWorld } from './people';
import type { World } from './world';

/** People of the demo's organisation at the console, each in a browser of their own. */
export interface SignedInPeople {
  readonly at: (path: string) => string;
  readonly idOf: (key: StaffKey) => string;
  readonly signedIn: (key?: StaffKey) => Promise<Browsing>;
  /** Another case than anybody else's, that waits for its client. */
  readonly raised: () => Promise<CaseInWorld>;
  /** The form by which this case is stood down, as it is open in the browser. */
  readonly standDownForm: (browser: Browsing, theCase: CaseInWorld) => Promise<FormInBrowser>;
}

export interface FormInBrowser {
  readonly url: string;
  readonly page: Answered;
  readonly fields: Readonly<Record<'_csrf' | 'form' | 'outcome' | 'note', string>>;
}

export function signedInPeople(world: () => World): SignedInPeople {
  const at = (path: string): string => world().heed.url + path;
  const idOf = (key: StaffKey): string => world().heed.demo.organisation.staff[key].id;
  return {
    at,
    idOf,
    signedIn: async (key = 'practitioner') => {
      const browser = browsing();
      const page = await signInAs(browser, at('/'), idOf(key));
      expect(page).toMatchObject({ status: 200, url: at('/') });
      return browser;
    },
    raised: async () => {
      const theCase = await world().staff('practitioner').raisesConcern(world().client(), 'significant');
      await theCase.reaches('awaiting-client');
      return theCase;
    },
    standDownForm: async (browser, theCase) => {
      const url = at(`/cases/${theCase.id}/stand-down`);
      const page = await browser.get(url);
      const own = { _csrf: hidden(page, '_csrf'), form: hidden(page, 'form') };
      return { url, page, fields: { ...own, outcome: 'client-safe', note: 'We spoke, and they are at home.' } };
    },
  };
}
