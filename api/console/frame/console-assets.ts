import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type RequestHandler, Router } from 'express';
import { projectRoot } from '../../../runtime/project-root';

/** Where the NHS's design system lies: its style sheet, its script, and its components, which are templates. */
export const nhsukFolder: string = path.join(path.dirname(require.resolve('nhsuk-frontend/package.json')), 'dist');
const nhsuk = path.join(nhsukFolder, 'nhsuk');
const own = path.join(projectRoot, 'api/console/assets');

/** Its typeface may only be used by the NHS and comes from elsewhere: pages are set in Arial, and ask nobody for anything. */
const withoutTypeface = (css: string): string => css.replaceAll(/@font-face\s*\{[^}]*\}/g, '');

const files: Readonly<Record<string, { readonly type: string; readonly content: Buffer }>> = {
  'nhsuk.css': asset('text/css', withoutTypeface(readFileSync(path.join(nhsuk, 'nhsuk-frontend.min.css'), 'utf8'))),
  'nhsuk.mjs': asset('text/javascript', readFileSync(path.join(nhsuk, 'nhsuk-frontend.min.js'), 'utf8')),
  'console.css': asset('text/css', readFileSync(path.join(own, 'console.css'), 'utf8')),
  'console.mjs': asset('text/javascript', readFileSync(path.join(own, 'console.mjs'), 'utf8')),
};

/** Another one as soon as one of them has changed: browsers keep each for good. */
export const assetsVersion: string = Object.values(files)
  .reduce((hash, { content }) => hash.update(content), createHash('sha256'))
  .digest('hex')
  .slice(0, 12);

/** `/console-assets/{version}/{name}`: what the pages look like, and what is live on them. */
export function consoleAssets(): Router {
  const router = Router();
  const send: RequestHandler<{ version: string; name: string }> = (request, response, next) => {
    const { version, name } = request.params;
    const found = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!found) return next();
    // While one release takes another's place, a page of either finds what it looks like, and keeps only its own.
    const kept = version === assetsVersion ? 'public, max-age=31536000, immutable' : 'no-store';
    response.set({ 'Content-Encoding': 'gzip', 'Cache-Control': kept });
    response.vary('Accept-Encoding').type(found.type).send(found.content);
  };
  router.get('/console-assets/:version/:name', send);
  return router;
}

/** Compressed once; every browser that runs these pages takes it so. */
function asset(type: string, content: string): { readonly type: string; readonly content: Buffer } {
  return { type, content: gzipSync(content) };
}
