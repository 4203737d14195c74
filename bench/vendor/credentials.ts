/** What the benchmark's vendor knows its customers by. Good for nothing else. */
export const vendorCredentials = {
  accountSid: 'AC00000000000000000000000000000000',
  authToken: 'benchmark-token',
  apiKey: 'SG.benchmark',
  from: 'care@bench.example',
  marketingFrom: 'news@bench.example',
} as const;
