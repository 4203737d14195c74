BEGIN;

-- About whom an answer is, so that it goes with them without being opened. Those of before say nobody: none of them is
-- older than a day, and within a day of this they are all gone. No index: row-level security lets none be used for this,
-- and an organisation has the answers of one day.
ALTER TABLE idempotency_keys ADD COLUMN about UUID[] NOT NULL DEFAULT '{}';

COMMIT;
