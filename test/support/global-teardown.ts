/** Silent: the last line of a run is the reporter's. */
export default async function tearDown(): Promise<void> {
  await globalThis.heedTestInfrastructure?.stop();
}
