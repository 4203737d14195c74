/**
 * `npm run lock:complete`, after each `npm install` that changed package-lock.json: npm leaves out optional packages
 * for platforms whose binaries the registry at hand does not serve, and `npm ci` then refuses the lock everywhere.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openharmony', 'sunos', 'aix', 'netbsd', 'openbsd'];
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([at, entry]) =>
  Object.entries(entry.optionalDependencies ?? {}).flatMap(([name, range]) => entryFor(at, entry, name, range)),
);
const all = { ...lock.packages, ...Object.fromEntries(missing) };
lock.packages = Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`Added ${missing.length} entries.`);

function entryFor(at, parent, name, range) {
  const top = `node_modules/${name}`;
  if (at === '' || lock.packages[top] || lock.packages[`${at}/${top}`]) return [];
  const parts = name.split('/').pop();
  const os = wordIn(parts, systems);
  if (!os) return [];
  const cpu = wordIn(parts, processors) ?? 'x64';
  const entry = {
    version: range.replace(/^[\^~]/, ''),
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    optional: true,
    os: [os],
    ...(os === 'linux' ? { libc: [parts.includes('musl') ? 'musl' : 'glibc'] } : {}),
  };
  return [[top, entry]];
}

function wordIn(text, words) {
  return words.find((word) => new RegExp(`(^|[-/])${word}($|-)`).test(text));
}
