import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Where somebody's webhook may stand. What an organisation types in as an address is asked from inside of our network: it
 * must reach nothing there. `any` is for a stack on one machine.
 */
export const webhookTargets = ['public', 'any'] as const;
export type WebhookTargets = (typeof webhookTargets)[number];

/** Networks of the inside, as RFC 6890 and its successors list them: everything that is not routed globally. */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}

/** Only 2000::/3 is routed globally; of that, these stand for an IPv4 address or for nobody. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const inside6 = new BlockList();
inside6.addSubnet('2001::', 23, 'ipv6');
inside6.addSubnet('2001:db8::', 32, 'ipv6');
inside6.addSubnet('2002::', 16, 'ipv6');
inside6.addSubnet('3fff::', 20, 'ipv6');

/** Whether this IP address is reached over the internet. What is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !inside.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !inside6.check(address, 'ipv6');
    default:
      return false;
  }
}

/** What is wrong with the address as it is written, in words that follow on its name; null if nothing is. */
export function faultOfTarget(url: string, targets: WebhookTargets): string | null {
  if (!URL.canParse(url)) return 'is no address of a webhook';
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'must have no name or password in it: webhooks are signed';
  if (targets === 'any') return protocol === 'https:' || protocol === 'http:' ? null : 'must be http or https';
  if (protocol !== 'https:') return 'must be https';
  const host = hostname.replace(/^\[|\]$/g, '');
  const isInside = isIP(host) === 0 ? isNameOfInside(host) : !isPublicAddress(host);
  return isInside ? 'must be reached over the internet' : null;
}

/** Names that no public server has. RFC 6761, RFC 6762, RFC 9476 */
const isNameOfInside = (host: string): boolean => {
  // A name may end in the dot of the root.
  const name = host.replace(/\.$/, '');
  return !name.includes('.') || /\.(localhost|local|internal|intranet|home\.arpa|alt)$/.test(name);
};

/** Thrown in place of a connection. Its code is what goes on record. */
export class TargetInside extends Error {
  readonly code = 'ETARGETINSIDE';
}

/**
 * Resolves a name as Node does, and gives no address of the inside to whoever connects: what a name says at its check it
 * need not say again at the connection.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '');
    const allowed = found.filter(({ address }) => isPublicAddress(address));
    const [first] = allowed;
    if (!first || allowed.length < found.length) {
      return callback(new TargetInside('The name stands for an address of the inside.'), '');
    }
    if (options.all === true) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};
