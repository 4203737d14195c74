export interface Browser {
  /** Follows redirects on the same site and keeps cookies; stops at a page, or before another site. */
  open(url: string, form?: Record<string, string>): Promise<{ url: URL; status: number; page: string }>;
}

/** As much of a browser as signing in needs, without a script engine. */
export function createBrowser(): Browser {
  const cookies = new Map<string, string>();

  async function request(url: URL, form: Record<string, string> | undefined): Promise<Response> {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  async function open(address: string, form?: Record<string, string>): ReturnType<Browser['open']> {
    const url = new URL(address);
    const response = await request(url, form);
    const location = response.headers.get('location');
    if (!location) return { url, status: response.status, page: await response.text() };
    const next = new URL(location, url);
    return next.origin === url.origin ? open(next.href) : { url: next, status: response.status, page: '' };
  }

  return { open };
}
