import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createRecords } from '../../records/records';
import { projectRoot } from '../../runtime/project-root';
import { bringUp } from '../bring-up';
import { findChromium, launchChromium } from '../chromium';
import { type DataDirectory, dataDirectoryOf, openDataDirectory } from '../data-directory';
import { withoutOthers } from '../environment';
import { readJsonFile } from '../json-file';
import { PlainFailure } from '../plain-failure';
import { freePort } from '../ports';
import { recordsConfigOf } from '../records-environment';
import { sayOnTerminal, withProgress } from '../say';
import { createStack } from '../stack';
import { createStackClient } from '../stack-client';
import type { Stack } from '../stack-file';
import { type PicturedPage, picturedPages } from './pages';
import { type Scene, setScene } from './scene';

const folder = path.join(projectRoot, 'docs/screenshots');

/** A desktop, and a small phone. */
const widths = [1_280, 320];
/** What is below is left out: the head of a page says what it is. */
const mostHeight = 1_200;
/** Above a heading with which a picture begins. */
const marginAbove = 24;
/** So that nobody waits for the README. */
const mostBytes = 150 * 1024;

/** `npm run screenshots`: takes the pictures of the README anew, on a stack of its own that is gone afterwards. */
export async function main(): Promise<void> {
  const executable = findChromium();
  if (!executable) throw new PlainFailure('No Chromium was found: install one, or set CHROMIUM_PATH to it.');
  const own = mkdtempSync(path.join(os.tmpdir(), 'heed-screenshots-'));
  const environment = { ...withoutOthers(process.env), HEED_DATA_DIR: own, PORT: String(await freePort()) };
  const data = dataDirectoryOf(environment);
  openDataDirectory(data);
  const quietly = (): void => undefined;
  const stack = createStack({ recordsFile: data.processes, logsFolder: data.logs, say: quietly });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopped ??= stack.stop().then(() => rmSync(own, { recursive: true, force: true })));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(1)));
  try {
    await withProgress(sayOnTerminal, 'A stack for the pictures', () => bringUp(stack, data, environment, quietly));
    const started = readJsonFile(data.stack) as Stack;
    const scene = await withProgress(sayOnTerminal, 'What they show', () => scened(started, data));
    const browser = await launchChromium(executable);
    try {
      mkdirSync(folder, { recursive: true });
      for (const pictured of picturedPages) await take(browser, started, scene, pictured);
    } finally {
      await browser.close();
    }
  } finally {
    await stop();
  }
}

async function scened(stack: Stack, data: DataDirectory): Promise<Scene> {
  const records = createRecords(recordsConfigOf(data), 2);
  try {
    return await setScene(createStackClient(stack), records, stack);
  } finally {
    await records.close();
  }
}

async function take(browser: Browser, stack: Stack, scene: Scene, pictured: PicturedPage): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London' });
  const page = await context.newPage();
  await page.goto(new URL(pictured.at(scene), stack.url).href);
  if (pictured.reader !== null) await signsIn(page, stack.organisation.staff[pictured.reader].id);
  await pictured.first?.(page, scene);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const file = path.join(folder, `${pictured.name}-${width}.png`);
    const picture = await smallEnough(page, width, pictured.from);
    writeFileSync(file, picture);
    sayOnTerminal(`  ${path.relative(projectRoot, file)}  ${Math.ceil(picture.length / 1024)} KB`);
  }
  await context.close();
}

async function signsIn(page: Page, staffId: string): Promise<void> {
  await page.locator(`input[name="account"][value="${staffId}"]`).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** Shorter until it weighs little enough. */
async function smallEnough(page: Page, width: number, from: string | undefined): Promise<Buffer> {
  const whole = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const y = from === undefined ? 0 : await topOf(page, from);
  for (let height = Math.min(whole - y, mostHeight); ; height = Math.floor(height * 0.9)) {
    const clip = { x: 0, y, width, height };
    const picture = await page.screenshot({ fullPage: true, clip, animations: 'disabled' });
    if (picture.length <= mostBytes) return picture;
  }
}

async function topOf(page: Page, heading: string): Promise<number> {
  const box = await page.getByRole('heading', { name: heading }).boundingBox();
  if (!box) throw new PlainFailure(`${page.url()} has no heading "${heading}".`);
  const scrolled = Number(await page.evaluate('window.scrollY'));
  return Math.max(0, Math.floor(box.y + scrolled) - marginAbove);
}
