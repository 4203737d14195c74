import { createEdge } from '../../../api/http/edge';
import { serve } from '../../../api/serve';
import { createRecords } from '../../../records/records';
import { readApiConfig } from '../../../runtime/config';
import { runProcess } from '../../../runtime/run-process';
import { createDataConverter } from '../../../runtime/temporal/payload-codec';
import { featuresTakenAway } from './features';
import { plainerEdge } from './plainer-edge';
import { plainerRecords } from './plainer-records';
import { withoutSayingWhoseRows } from './without-tenancy';

/** api/server.ts, less the features named in its environment. With none named it is the baseline of the comparison. */
runProcess('bench', async () => {
  const without = featuresTakenAway();
  if (without.has('row-level security')) withoutSayingWhoseRows();
  const config = readApiConfig();
  const records = plainerRecords(createRecords(config, 20), without);
  return serve(
    config,
    records,
    without.has('codec') ? {} : createDataConverter(config.ENCRYPTION_KEYS, records.payloadKeys),
    (deps) => plainerEdge(createEdge(deps), without),
  );
});
