BEGIN;

-- Who has signed in to the console, found before it is known for which organisation they ask: so it stands apart from the
-- tables of organisations. It holds ids of staff, roles and instants, and nothing about any client.
CREATE SCHEMA console;
CREATE TABLE console.sessions (
    sid TEXT PRIMARY KEY,
    sess JSONB NOT NULL,
    expire TIMESTAMPTZ(6) NOT NULL
);
CREATE INDEX sessions_expire ON console.sessions (expire);

GRANT USAGE ON SCHEMA console TO heed_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON console.sessions TO heed_app;

-- Whoever looks at a case in a browser hears that it has changed once that is on record. Ids only.
CREATE FUNCTION tell_case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('case_changed', changed.organisation_id || ' ' || changed.case_id)
  FROM (SELECT DISTINCT organisation_id, case_id FROM changed_rows WHERE case_id IS NOT NULL) changed;
  RETURN NULL;
END $$;

CREATE TRIGGER timeline_entries_tell AFTER INSERT ON timeline_entries
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_case_changed();
CREATE TRIGGER checkpoints_tell AFTER INSERT ON checkpoints
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_case_changed();
CREATE TRIGGER checkpoints_moved_tell AFTER UPDATE ON checkpoints
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_case_changed();
CREATE TRIGGER dispatches_tell AFTER UPDATE ON dispatches
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_case_changed();

COMMIT;
