import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hashOf, projectRoot } from './steps.mjs';

/** In the system's temporary folder, because installing replaces node_modules and a clone may be read-only. */
const lockFile = path.join(os.tmpdir(), `heed-setup-${hashOf(projectRoot, os.userInfo().username).slice(0, 16)}.lock`);

/** Longer than any setting up: whoever holds the lock since then is another process that got the same number. */
const longestSetupMs = 20 * 60_000;

/** Runs `work` while no other start or test of this clone is setting up. */
export async function aloneInThisProject(say, work) {
  let told = false;
  while (!takeLock()) {
    if (!told) say('Another start is setting this clone up; waiting for it.');
    told = true;
    await pause(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function takeLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld()) rmSync(lockFile, { force: true });
    return false;
  }
}

function isHeld() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > longestSetupMs) return false;
    const holder = Number(readFileSync(lockFile, 'utf8'));
    // Nothing in it yet: its holder is just writing its number.
    return holder === 0 || isAlive(holder);
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
