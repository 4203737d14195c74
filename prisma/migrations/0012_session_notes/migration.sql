BEGIN;

-- What is written of the work with a client, under their code. The client may read it.
CREATE TABLE notes (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    written_by UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    sealed BYTEA NOT NULL,

    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (written_by, organisation_id) REFERENCES staff (id, organisation_id)
);
CREATE INDEX notes_of_client ON notes (client_id, at);

-- What a clinician sums up of a client; the practitioner sees the newest of each kind, if the client agreed.
CREATE TABLE client_summaries (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('risk', 'progress')),
    written_by UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    sealed BYTEA NOT NULL,

    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (written_by, organisation_id) REFERENCES staff (id, organisation_id)
);
CREATE INDEX summaries_of_client ON client_summaries (client_id, kind, at);

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['notes', 'client_summaries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO heed_app', t);
  END LOOP;
END $$;

COMMIT;
