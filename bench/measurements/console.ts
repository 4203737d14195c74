import { heedArm, type RunningHeed } from '../arms/heed/arm';
import { practitionerId, supervisorId } from '../arms/heed/people';
import { asOwner } from '../as-owner';
import { type Chromium, chromiumOf } from '../console/in-chromium';
import { type NotifyCost, notifyCost } from '../console/notify-cost';
import { openPage } from '../console/onlooker';
import { decidable, openVariedCases } from '../console/open-cases';
import { anybody, type Reader, signedIn } from '../console/reader';
import { openLoop } from '../load/open-loop';
import { poissonSchedule } from '../load/schedule';
import { percentile, spreadOf } from '../statistics';
import { figure, spread } from '../table';
import type { BenchContext, Finding, Measurement, Target } from './measurement';

/** Few enough that they hardly wait for one another: what a page takes is measured, not the queue. */
const pagesPerSecond = 5;
const wantedMs = 100;
const wantedBytes = 150 * 1_024;
const wantedShownMs = 1_000;
/** Who else has a page of the console open while a decision is waited for. */
const others = 40;
const writers = [1, 16] as const;
const writtenForMs = 1_500;

/** One page as one person opens it. */
interface Opened {
  readonly name: string;
  readonly reader: Reader;
  readonly path: (index: number) => string;
}

interface Timed {
  readonly name: string;
  readonly ms: readonly number[];
  readonly bytes: number;
}

interface Weighed {
  readonly page: string;
  readonly bytes: number;
}

interface Shown {
  readonly beside: string;
  readonly ms: readonly number[];
}

/** How soon the console's pages are there, what they weigh, and how soon a decision is seen by others. */
export const consolePages: Measurement = {
  name: 'console',
  run: async ({ stack, size, say }) => {
    const cases = size.consoleCases;
    const heed = await heedArm({ name: 'console', cases, hasConsole: true }).start(stack);
    let readers: Readers | null = null;
    let chromium: Chromium | null = null;
    try {
      await openVariedCases(heed, cases, say);
      readers = await readersOf(heed);
      const known = await casesOf(heed);
      const opened = pagesFor(readers, known);
      await timed(opened, Math.ceil(size.consoleLooks / 4), say);
      const times = await timed(opened, size.consoleLooks, say);
      chromium = await chromiumOf(heed.url, readers.supervisor);
      const weights = chromium ? await weigh(chromium, known) : [];
      const watched = { cases, decisions: size.decisionsSeen, say };
      const shown = chromium ? await seenByOthers(chromium, heed, watched, othersPages(readers, known)) : [];
      const costs: NotifyCost[] = [];
      for (const connections of writers) {
        costs.push(await notifyCost(heed.databases.ownerUrl, connections, size.rounds, writtenForMs));
      }
      return findingOf({ cases, looks: size.consoleLooks, times, weights, shown, costs });
    } finally {
      await chromium?.close();
      for (const reader of Object.values(readers ?? {})) reader.close();
      await heed.stop();
    }
  },
};

/** The cases that the first practitioner and the supervisor may open, and those that wait for a decision. */
interface Known {
  readonly practitioners: readonly string[];
  readonly all: readonly string[];
  /** The one in which most has happened. */
  readonly longest: string;
}

const casesOf = ({ databases }: RunningHeed): Promise<Known> =>
  asOwner(databases.ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ id: string; owner_id: string }>(
      `SELECT id, owner_id FROM cases WHERE status <> 'closed' ORDER BY id`,
    );
    const theirs = rows.filter(({ owner_id }) => owner_id === practitionerId(0));
    const { rows: longest } = await owner.query<{ case_id: string }>(
      'SELECT case_id FROM timeline_entries GROUP BY case_id ORDER BY count(*) DESC, case_id LIMIT 1',
    );
    const ids = { practitioners: theirs.map(({ id }) => id), all: rows.map(({ id }) => id) };
    return { ...ids, longest: longest[0]?.case_id ?? '' };
  });

interface Readers {
  readonly practitioner: Reader;
  readonly supervisor: Reader;
  readonly nobody: Reader;
}

const readersOf = async ({ url }: RunningHeed): Promise<Readers> => ({
  practitioner: await signedIn(url, practitionerId(0)),
  supervisor: await signedIn(url, supervisorId),
  nobody: anybody(url),
});

function pagesFor({ practitioner, supervisor, nobody }: Readers, known: Known): readonly Opened[] {
  const oneOf =
    (ids: readonly string[]) =>
    (index: number): string =>
      `/cases/${ids[index % ids.length]}`;
  return [
    { name: bare, reader: nobody, path: () => '/logout' },
    { name: 'My decisions, practitioner', reader: practitioner, path: () => '/' },
    { name: 'My decisions, supervisor', reader: supervisor, path: () => '/' },
    { name: 'open cases, practitioner', reader: practitioner, path: () => '/cases' },
    { name: 'open cases, supervisor', reader: supervisor, path: () => '/cases' },
    { name: 'a case, practitioner', reader: practitioner, path: oneOf(known.practitioners) },
    { name: 'a case, supervisor', reader: supervisor, path: oneOf(known.all) },
  ];
}

const bare = 'a page that reads nothing';

/** Each page so many times, all of them mixed, in an open loop. */
async function timed(opened: readonly Opened[], looks: number, say: BenchContext['say']): Promise<readonly Timed[]> {
  const ms = opened.map((): number[] => []);
  const bytes = opened.map(() => 0);
  const schedule = poissonSchedule(opened.length * looks, pagesPerSecond, 1);
  const outcomes = await openLoop(schedule, async (index) => {
    const which = index % opened.length;
    const { name, reader, path } = opened[which]!;
    const shown = await reader.get(path(Math.floor(index / opened.length)));
    if (shown.status !== 200) throw new Error(`${name} was answered ${shown.status}.`);
    ms[which]?.push(shown.ms);
    bytes[which] = Math.max(bytes[which] ?? 0, shown.body.length);
  });
  const failed = outcomes.find(({ outcome }) => outcome.status === 'rejected')?.outcome;
  if (failed?.status === 'rejected') throw new Error(String(failed.reason));
  say(`    every page was opened ${looks} times`);
  return opened.map(({ name }, index) => ({ name, ms: ms[index] ?? [], bytes: bytes[index] ?? 0 }));
}

async function weigh(chromium: Chromium, { longest }: Known): Promise<readonly Weighed[]> {
  const pages = [
    ['My decisions', '/'],
    ['open cases', '/cases'],
    ['the longest case', `/cases/${longest}`],
  ] as const;
  const weighed: Weighed[] = [];
  for (const [page, path] of pages) weighed.push({ page, bytes: await chromium.weigh(path) });
  return weighed;
}

/** How soon a browser shows a decision that somebody else records, with nobody else looking and with many. */
async function seenByOthers(
  chromium: Chromium,
  heed: RunningHeed,
  { cases, decisions, say }: { readonly cases: number; readonly decisions: number; readonly say: BenchContext['say'] },
  onlookers: (nth: number) => Promise<void>,
): Promise<readonly Shown[]> {
  const undecided = decidable(cases);
  const seen = async (beside: string): Promise<Shown> => {
    const ms: number[] = [];
    for (const caseNumber of undecided.splice(0, decisions)) {
      const path = `/cases/${heed.caseId(caseNumber)}`;
      ms.push(await chromium.untilShown(path, decided, () => heed.tell(caseNumber, 'decided')));
    }
    say(`    ${ms.length} decisions were seen beside ${beside}`);
    return { beside, ms };
  };
  const alone = await seen('no other open page');
  for (let nth = 0; nth < others; nth += 1) await onlookers(nth);
  return [alone, await seen(`${others} other open pages`)];
}

/** What the timeline says once the decision of the benchmark's story is recorded. */
const decided = 'Within what was agreed.';

/** What others have open: a supervisor the board, a practitioner what waits for them, both a case. */
const othersPages =
  ({ practitioner, supervisor }: Readers, known: Known) =>
  async (nth: number): Promise<void> => {
    const aCase = (ids: readonly string[]): string => `/cases/${ids[nth % ids.length]}`;
    const pages = [
      [supervisor, '/cases'],
      [practitioner, '/'],
      [supervisor, aCase(known.all)],
      [practitioner, aCase(known.practitioners)],
    ] as const;
    const [reader, path] = pages[nth % pages.length]!;
    await openPage(reader, path);
  };

interface Measured {
  readonly cases: number;
  readonly looks: number;
  readonly times: readonly Timed[];
  readonly weights: readonly Weighed[];
  readonly shown: readonly Shown[];
  readonly costs: readonly NotifyCost[];
}

function findingOf({ cases, looks, times, weights, shown, costs }: Measured): Finding {
  const targets: Target[] = [
    ...times
      .filter(({ name }) => name !== bare)
      .map(({ name, ms }) => {
        const p95 = percentile(ms, 0.95);
        return {
          what: `${name}: p95`,
          wanted: `≤ ${wantedMs} ms`,
          measured: `${figure(p95)} ms`,
          met: p95 <= wantedMs,
        };
      }),
    ...weights.map(({ page, bytes }) => ({
      what: `${page}: weight`,
      wanted: `≤ ${kilobytes(wantedBytes)}`,
      measured: kilobytes(bytes),
      met: bytes <= wantedBytes,
    })),
    ...shown.map(({ beside, ms }) => {
      const p95 = percentile(ms, 0.95);
      const measured = `${figure(p95)} ms`;
      return { what: `shown, ${beside}: p95`, wanted: `≤ ${wantedShownMs} ms`, measured, met: p95 <= wantedShownMs };
    }),
  ];
  const quantiles = (ms: readonly number[]): readonly string[] =>
    [0.5, 0.95, 0.99].map((share) => figure(percentile(ms, share)));
  return {
    title: 'The console’s pages',
    tables: [
      {
        columns: [`beside ${cases} open cases`, 'p50 ms', 'p95 ms', 'p99 ms', 'page as sent'],
        rows: times.map(({ name, ms, bytes }) => [name, ...quantiles(ms), kilobytes(bytes)]),
      },
      {
        columns: ['with all it loads', 'weight'],
        rows: weights.map(({ page, bytes }) => [page, kilobytes(bytes)]),
      },
      {
        columns: ['a decision is shown to others', 'p50 ms', 'p95 ms', 'most ms'],
        rows: shown.map(({ beside, ms }) => [
          `beside ${beside}`,
          ...[0.5, 0.95, 1].map((share) => figure(percentile(ms, share))),
        ]),
      },
      {
        columns: ['writers at once', 'told to open pages, writes a second', 'told to nobody, writes a second'],
        rows: costs.map(({ connections, told, untold }) => [
          String(connections),
          spread(spreadOf(told)),
          spread(spreadOf(untold)),
        ]),
      },
    ].filter(({ rows }) => rows.length > 0),
    targets,
    notes: [
      `Pages: GET until the last byte over connections that are kept open, an open loop of ${pagesPerSecond} a second in ` +
        `which all of them are mixed, each ${looks} times; what they read is committed with an entry of the audit. The page ` +
        'that reads nothing is the one that says that somebody has signed out, made by the same server in the same run. ' +
        'One of 21 cases is the practitioner’s; a supervisor may see all. For each open case 40 more are closed.',
      weights.length > 0
        ? 'Weight: what came over the wire for the page and all that it loads, to a Chromium that has kept nothing. Fonts ' +
          'are the machine’s own. Shown: from when the decision is sent, so with the time to record it, until the case’s ' +
          `page in another Chromium has it; ${shown[0]?.ms.length ?? 0} decisions each. The other pages look again as the ` +
          'console’s own script does.'
        : 'No Chromium was found on this machine: neither weight nor how soon a decision is shown was measured.',
      'Writers: one line of a timeline a transaction over as many connections, with the trigger that tells open pages and ' +
        'without it in turn; median of the rounds, and their range.',
    ],
  };
}

const kilobytes = (bytes: number): string => `${figure(bytes / 1_024)} KB`;
