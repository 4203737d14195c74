import { createHash } from 'node:crypto';
import { consoleAssets } from './console-assets';

/** Names what a page shows: another one as soon as any of it is different. Only for whom it is shown to. */
export const versionOf = (shown: object): string =>
  createHash('sha256').update(consoleAssets.at).update(JSON.stringify(shown, whole)).digest('base64url').slice(0, 22);

/** JSON leaves out what these hold. */
const whole = (_key: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? [...value] : value;

/** As in `ETag` and `If-None-Match`. Weak: the forms of two that show the same have ids of their own. RFC 9110 §8.8.3 */
export const entityTag = (version: string): string => `W/"${version}"`;
