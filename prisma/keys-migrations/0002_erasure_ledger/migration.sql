-- What was erased, beside the keys and apart from the data: a main database that is restored from an older backup is told
-- from here what must go again. Ids only.
BEGIN;

CREATE TABLE erasure_ledger (
  erasure_id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  client_id uuid NOT NULL,
  categories text[] NOT NULL,
  -- Everything went, and the key with it.
  whole boolean NOT NULL,
  erased_at timestamptz NOT NULL
);
CREATE INDEX erasure_ledger_by_client ON erasure_ledger (client_id);

GRANT SELECT, INSERT ON erasure_ledger TO heed_keys_app;

COMMIT;
