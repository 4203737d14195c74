import { asOwner } from '../../as-owner';
import type { RunningHeed } from './arm';
import { organisationId } from './people';

/** Lets these clients have agreed to emails about a topic. What they agreed to is in nobody's way here. */
export async function addConsents(
  { databases }: Pick<RunningHeed, 'databases'>,
  clientIds: readonly string[],
  topic: string,
): Promise<void> {
  await asOwner(databases.ownerUrl, (owner) =>
    owner.query(
      `INSERT INTO marketing_consents
         (id, organisation_id, client_id, channel, topic, source, given_at, recorded_at, sealed)
       SELECT gen_random_uuid(), '${organisationId}', client::uuid, 'email', $2, 'person', now(), now(), ''
       FROM unnest($1::text[]) AS client`,
      [clientIds, topic],
    ),
  );
}
