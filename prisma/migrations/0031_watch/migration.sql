BEGIN;

-- How Heed fares in all organisations at once, in numbers: metrics are read as this role (SET ROLE). It sees what is open,
-- as enums and instants, and of nothing whose it is.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'heed_watch') THEN
    CREATE ROLE heed_watch NOLOGIN NOSUPERUSER NOBYPASSRLS;
    GRANT heed_watch TO heed_app WITH INHERIT FALSE, SET TRUE;
  END IF;
END $$;

CREATE POLICY watch ON cases FOR SELECT TO heed_watch USING (true);
CREATE POLICY watch ON checkpoints FOR SELECT TO heed_watch USING (closed_at IS NULL);
CREATE POLICY watch ON dispatches FOR SELECT TO heed_watch USING (status = 'queued' AND vendor_id IS NULL);
CREATE POLICY watch ON outbox_entries FOR SELECT TO heed_watch USING (delivered_at IS NULL);
CREATE POLICY watch ON opt_outs FOR SELECT TO heed_watch USING (completed_at IS NULL);
CREATE POLICY watch ON retentions FOR SELECT TO heed_watch USING (standing IN ('armed', 'noticed'));
CREATE POLICY watch ON erasures FOR SELECT TO heed_watch USING (status <> 'done');
GRANT SELECT (status) ON cases TO heed_watch;
GRANT SELECT (kind, opened_at, due_at) ON checkpoints TO heed_watch;
GRANT SELECT (purpose, created_at) ON dispatches TO heed_watch;
GRANT SELECT (created_at, delivered_at, dead_since) ON outbox_entries TO heed_watch;
GRANT SELECT (received_at) ON opt_outs TO heed_watch;
GRANT SELECT (due_at, put_off_until) ON retentions TO heed_watch;
GRANT SELECT (status, requested_at) ON erasures TO heed_watch;

-- They are read every few seconds: what is over must not be read for them.
CREATE INDEX cases_by_status ON cases (status);
CREATE INDEX open_checkpoints ON checkpoints (kind, opened_at) WHERE closed_at IS NULL;
CREATE INDEX dispatches_to_hand_over ON dispatches (purpose, created_at) WHERE status = 'queued' AND vendor_id IS NULL;
CREATE INDEX open_erasures ON erasures (requested_at) WHERE status <> 'done';

-- By which request a message to Temporal was brought about, and in which trace: opaque ids.
ALTER TABLE outbox_entries ADD COLUMN request_id TEXT, ADD COLUMN trace_parent TEXT;

COMMIT;
