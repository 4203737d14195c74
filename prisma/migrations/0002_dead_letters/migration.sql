BEGIN;

-- What Temporal refuses for what it is waits for a person, and holds up nothing behind it.
ALTER TABLE outbox_entries ADD COLUMN "last_error" TEXT, ADD COLUMN "dead_since" TIMESTAMPTZ(3);

-- The relay looks for what waits, among everything that was ever delivered.
CREATE INDEX "outbox_entries_waiting_idx" ON outbox_entries (workflow_id, seq) WHERE delivered_at IS NULL;
DROP INDEX "outbox_entries_workflow_id_seq_idx";

-- What was delivered long ago is cleared away.
CREATE INDEX "outbox_entries_delivered_at_idx" ON outbox_entries (delivered_at) WHERE delivered_at IS NOT NULL;
GRANT DELETE ON outbox_entries TO heed_directory;

COMMIT;
