/** What Heed does beside carrying a case out. Each can be taken away in the benchmark, to see what it costs. */
export const features = ['codec', 'encryption', 'audit', 'row-level security'] as const;
export type Feature = (typeof features)[number];

const variable = 'BENCH_WITHOUT';

/** For the processes of an arm that goes without these. */
export const withoutVariable = (features: readonly Feature[]): Readonly<Record<string, string>> => ({
  [variable]: features.join(','),
});

/** What this process goes without. */
export function featuresTakenAway(): ReadonlySet<Feature> {
  const named = (process.env[variable] ?? '').split(',');
  return new Set(features.filter((feature) => named.includes(feature)));
}
