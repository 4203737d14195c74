/** What Heed does beside carrying a case out. Each can be taken away in the benchmark, to see what it costs. */
export const features = ['codec', 'encryption', 'audit', 'row-level security'] as const;
/** What it asks of a request before anything is done for it; likewise. */
export const edgeFeatures = ['authentication', 'permissions', 'limits'] as const;
export type EdgeFeature = (typeof edgeFeatures)[number];
export type Feature = (typeof features)[number] | EdgeFeature;

const variable = 'BENCH_WITHOUT';

/** For the processes of an arm that goes without these. */
export const withoutVariable = (without: readonly Feature[]): Readonly<Record<string, string>> => ({
  [variable]: without.join(','),
});

/** What this process goes without. */
export function featuresTakenAway(): ReadonlySet<Feature> {
  const named = (process.env[variable] ?? '').split(',');
  return new Set([...features, ...edgeFeatures].filter((feature) => named.includes(feature)));
}
