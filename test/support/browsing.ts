/** Somebody's browser as far as addresses, cookies and forms go: no redirect is followed unless it is asked to be. */
export interface Browsing {
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Answered>;
  /** As `get`, on to where it leads in the end. */
  open(url: string): Promise<Answered>;
  readonly cookies: Map<string, string>;
}

export interface Answered {
  readonly url: string;
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  readonly text: string;
}

export function browsing(): Browsing {
  const cookies = new Map<string, string>();
  const send = async (url: string, init: RequestInit): Promise<Answered> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const { status } = response;
    return {
      url,
      status,
      location: location && new URL(location, url).href,
      headers: response.headers,
      text: await response.text(),
    };
  };
  const get: Browsing['get'] = (url, headers = {}) => send(url, { headers });
  return {
    cookies,
    get,
    post: (url, fields) => send(url, { method: 'POST', body: new URLSearchParams(fields) }),
    open: async (url) => {
      let answered = await get(url);
      while (answered.location !== null) answered = await get(answered.location);
      return answered;
    },
  };
}

/** Signs in as this member of staff, from the console's page on which they are asked to. */
export async function signInAs(browser: Browsing, consoleUrl: string, staffId: string): Promise<Answered> {
  const choice = await browser.open(consoleUrl);
  let answered = await browser.post(choice.url, { account: staffId });
  while (answered.location !== null) answered = await browser.get(answered.location);
  return answered;
}
