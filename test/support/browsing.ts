/** Somebody's browser as far as addresses, cookies and forms go: no redirect is followed unless it is asked to be. */
export interface Browsing {
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** As an older browser does, which says nothing of where a form was sent from. */
  post(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
  /** As `get`, on to where it leads in the end. */
  open(url: string): Promise<Answered>;
  /** By their names; one that is for a part of its site alone, by its name and that part. */
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
    const { pathname } = new URL(url);
    const cookie = [...cookies].flatMap(([key, value]) => {
      const [name = '', path = '/'] = key.split(' ');
      return pathname.startsWith(path) ? [`${name}=${value}`] : [];
    });
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie.join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const [, path = '/'] = /; path=([^;]*)/i.exec(line) ?? [];
      const key = path === '/' ? name : `${name} ${path}`;
      if (value === '') cookies.delete(key);
      else cookies.set(key, value);
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
    post: (url, fields, headers = {}) => send(url, { method: 'POST', body: new URLSearchParams(fields), headers }),
    open: async (url) => {
      let answered = await get(url);
      while (answered.location !== null) answered = await get(answered.location);
      return answered;
    },
  };
}

/** The value of a field that the page does not show. */
export const hidden = ({ text }: Pick<Answered, 'text'>, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

/** Chooses at the provider who they are, and goes where that leads. */
export async function answersProvider(browser: Browsing, choice: Answered, staffId: string): Promise<Answered> {
  let answered = await browser.post(choice.url, { account: staffId });
  while (answered.location !== null) answered = await browser.get(answered.location);
  return answered;
}

/** Signs in as this member of staff, from the console's page on which they are asked to. */
export async function signInAs(browser: Browsing, consoleUrl: string, staffId: string): Promise<Answered> {
  return answersProvider(browser, await browser.open(consoleUrl), staffId);
}
