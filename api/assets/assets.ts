import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type RequestHandler, Router } from 'express';

export interface Asset {
  readonly type: 'text/css' | 'text/javascript';
  readonly content: string;
}

export interface Assets {
  /** Where its pages find them: `{at}/{version}/{name}`. The version is another one as soon as one of them has changed. */
  readonly at: string;
  readonly router: () => Router;
}

/** What pages look like, and what is live on them. Browsers keep each of these for good. @param at as `/assets` */
export function createAssets(at: string, assets: Readonly<Record<string, Asset>>): Assets {
  const files = Object.entries(assets).map(([name, { type, content }]) => [name, { type, content: gzipSync(content) }]);
  const byName: Readonly<Record<string, { readonly type: string; readonly content: Buffer }>> =
    Object.fromEntries(files);
  const version = Object.values(assets)
    .reduce((hash, { content }) => hash.update(content), createHash('sha256'))
    .digest('hex')
    .slice(0, 12);

  const send: RequestHandler<{ version: string; name: string }> = (request, response, next) => {
    const found = Object.hasOwn(byName, request.params.name) ? byName[request.params.name] : undefined;
    if (!found) return next();
    // While one release takes another's place, a page of either finds what it looks like, and keeps only its own.
    const kept = request.params.version === version ? 'public, max-age=31536000, immutable' : 'no-store';
    // Compressed once; every browser that runs these pages takes it so.
    response.set({ 'Content-Encoding': 'gzip', 'Cache-Control': kept });
    response.vary('Accept-Encoding').type(found.type).send(found.content);
  };
  return {
    at: `${at}/${version}`,
    router: () => Router().get(`${at}/:version/:name`, send as RequestHandler),
  };
}

export const style = (file: string): Asset => ({ type: 'text/css', content: readFileSync(file, 'utf8') });
export const script = (file: string): Asset => ({ type: 'text/javascript', content: readFileSync(file, 'utf8') });
