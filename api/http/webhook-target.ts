import { invalidField } from '../../records/errors';
import { faultOfTarget, type WebhookTargets } from '../../runtime/public-targets';

/** Where a webhook may stand hangs on the deployment, which the contract does not know. @throws InvalidInput */
export function requireTarget(url: string, targets: WebhookTargets): void {
  const fault = faultOfTarget(url, targets);
  if (fault !== null) throw invalidField('url', fault);
}
