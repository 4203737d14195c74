import { createHeedClient, type HeedClient } from '../../client/heed-client';
import { requireAsDescribed } from './contract';

/**
 * Heed as whoever has this token calls it, by the client that platforms take with them. What is not taken at once shows
 * here, and each answer is held against the contract: the client's types only claim it.
 */
export function heedAs(url: string, token: Promise<string>): HeedClient {
  const heed = createHeedClient({ url, token: () => token, tries: 1 });
  heed.use({
    onResponse: async ({ request, response }) => {
      const { status, headers } = response;
      const text = await response.clone().text();
      const isJson = /json/.test(headers.get('content-type') ?? '');
      requireAsDescribed(request.method, new URL(request.url).pathname, {
        status,
        headers,
        text,
        body: isJson ? JSON.parse(text) : {},
      });
    },
  });
  return heed;
}
