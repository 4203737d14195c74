import { createHash } from 'node:crypto';
import { consoleAssets } from './console-assets';

/**
 * Names what a page shows: another one once something of it is different, or an instant in it is over, by which a page may
 * show more than before. Only for whom it is shown to.
 */
export const versionOf = (shown: object, now: Date): string =>
  createHash('sha256')
    .update(consoleAssets.at)
    .update(JSON.stringify(shown, (_key, value: unknown) => asOf(now, value)))
    .digest('base64url')
    .slice(0, 22);

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function asOf(now: Date, value: unknown): unknown {
  // JSON leaves out what these hold.
  if (value instanceof Map || value instanceof Set) return [...value];
  if (typeof value === 'string' && instant.test(value) && Date.parse(value) <= now.getTime()) return `${value}, over`;
  return value;
}

/** As in `ETag` and `If-None-Match`. Weak: the forms of two that show the same have ids of their own. RFC 9110 §8.8.3 */
export const entityTag = (version: string): string => `W/"${version}"`;
