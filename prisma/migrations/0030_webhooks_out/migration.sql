-- What platforms are told of, after Standard Webhooks (docs/adr/0028).
BEGIN;

-- Where a platform listens. sealed (organisation's key): its address and its secrets; nothing once it is removed.
CREATE TABLE webhook_endpoints (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    event_types TEXT[] NOT NULL CHECK (cardinality(event_types) > 0),
    added_at TIMESTAMPTZ(3) NOT NULL,
    failing_since TIMESTAMPTZ(3),
    disabled_at TIMESTAMPTZ(3),
    disabled_because TEXT CHECK (disabled_because IN ('gone', 'failing')),
    removed_at TIMESTAMPTZ(3),
    sealed BYTEA,

    UNIQUE (id, organisation_id),
    CHECK ((disabled_at IS NULL) = (disabled_because IS NULL)),
    CHECK ((removed_at IS NULL) = (sealed IS NOT NULL))
);

-- One event for one endpoint. data: ids, enums and instants. subject_id: in whose order it comes, such as a case's.
-- due_at is counted by the database's clock, as the leases of the outbox are; while it is being sent it is its lease's end.
CREATE TABLE webhook_deliveries (
    seq BIGSERIAL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    endpoint_id UUID NOT NULL,
    type TEXT NOT NULL,
    subject_id UUID NOT NULL,
    client_id UUID,
    data JSONB NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    delivered_at TIMESTAMPTZ(3),
    dead_since TIMESTAMPTZ(3),
    last_error TEXT,

    CHECK (delivered_at IS NULL OR dead_since IS NULL),
    FOREIGN KEY (endpoint_id, organisation_id) REFERENCES webhook_endpoints (id, organisation_id),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id)
);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint_id, subject_id, seq)
  WHERE delivered_at IS NULL AND dead_since IS NULL;
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (coalesce(delivered_at, dead_since))
  WHERE delivered_at IS NOT NULL OR dead_since IS NOT NULL;
CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_of_client ON webhook_deliveries (client_id) WHERE client_id IS NOT NULL;

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['webhook_endpoints', 'webhook_deliveries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO heed_app', t);
  END LOOP;
END $$;
GRANT USAGE ON SEQUENCE webhook_deliveries_seq_seq TO heed_app;

-- The relay looks over all organisations for what is due, and clears away what was settled long ago.
CREATE POLICY relay ON webhook_deliveries TO heed_directory USING (true);
GRANT SELECT (seq, id, organisation_id, endpoint_id, subject_id, attempts, due_at, delivered_at, dead_since),
  UPDATE (attempts, due_at), DELETE ON webhook_deliveries TO heed_directory;

CREATE POLICY own_organisation_erased ON webhook_deliveries TO heed_erasure
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, DELETE ON webhook_deliveries TO heed_erasure;

COMMIT;
