-- The data keys stand apart from the data, backed up apart and briefly: destroying one makes every backup of the
-- main database unreadable for that person.
BEGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'heed_keys_app') THEN
    CREATE ROLE heed_keys_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
END $$;

CREATE TABLE data_keys (
  subject_id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  -- Which key of the ring wraps it.
  ring_key_id text NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, DELETE ON data_keys TO heed_keys_app;

COMMIT;
