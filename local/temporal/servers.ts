import { cacheFolder, climb, fetchedEarlier, namedBy, onThePath } from '../ladder';
import type { Say } from '../say';
import { cliFromGo, installedByGo } from './go-install';
import { fetchedByMaven, testServerFromMaven } from './maven-artifact';
import { downloadedBySdk, programsIn, sdkFolder } from './sdk-download';

/** The program that runs a Temporal server for development. Where TEMPORAL_ADDRESS is set, none is needed. */
export function findDevServer(environment: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const cache = cacheFolder(environment);
  return climb(
    'a Temporal server',
    [
      namedBy('TEMPORAL_CLI_PATH', environment),
      onThePath('temporal', environment),
      fetchedEarlier([...programsIn(sdkFolder(cache, 'dev-server')), cliFromGo(cache)]),
      downloadedBySdk('dev-server', cache, say),
      installedByGo(cache, environment, say),
    ],
    'Set TEMPORAL_ADDRESS to a server that runs, set TEMPORAL_CLI_PATH to the Temporal CLI, or install Go.',
    say,
  );
}

/** The program that runs Temporal's time-skipping server, for tests. */
export function findTimeSkippingServer(environment: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const cache = cacheFolder(environment);
  return climb(
    'a time-skipping Temporal server',
    [
      namedBy('TEMPORAL_TEST_SERVER_PATH', environment),
      fetchedEarlier([...programsIn(sdkFolder(cache, 'time-skipping')), testServerFromMaven(cache)]),
      downloadedBySdk('time-skipping', cache, say),
      fetchedByMaven(cache, environment, say),
    ],
    'Set TEMPORAL_TEST_SERVER_PATH to the server, or install Java and Maven.',
    say,
  );
}
