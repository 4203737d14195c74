BEGIN;

-- The organisation's Data Processing Consent form: its words in each version, in force from then on.
CREATE TABLE consent_form_versions (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    version INTEGER NOT NULL CHECK (version > 0),
    text TEXT NOT NULL,
    in_force_from TIMESTAMPTZ(3) NOT NULL,
    saved_by_id UUID NOT NULL,
    saved_at TIMESTAMPTZ(3) NOT NULL,

    PRIMARY KEY (organisation_id, version),
    CHECK (in_force_from >= saved_at),
    FOREIGN KEY (saved_by_id, organisation_id) REFERENCES staff (id, organisation_id)
);

-- What a client signed. The name that they signed with and the document are sealed; a document's hash stays.
CREATE TABLE consent_forms (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    version INTEGER NOT NULL,
    via TEXT NOT NULL CHECK (via IN ('page', 'upload', 'platform')),
    signed_at TIMESTAMPTZ(3) NOT NULL,
    recorded_at TIMESTAMPTZ(3) NOT NULL,
    sha256 BYTEA NOT NULL CHECK (length(sha256) = 32),
    withdrawn_at TIMESTAMPTZ(3),
    document_type TEXT CHECK (document_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    document BYTEA,
    sealed BYTEA NOT NULL,

    CHECK ((document IS NULL) = (document_type IS NULL) AND (document IS NULL) = (via <> 'upload')),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (organisation_id, version) REFERENCES consent_form_versions (organisation_id, version)
);
-- The one that counts; a newer one takes its place.
CREATE INDEX consent_forms_of_client ON consent_forms (client_id, recorded_at);

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['consent_form_versions', 'consent_forms'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO heed_app', t);
  END LOOP;
END $$;
-- What was signed stays as it was signed.
GRANT UPDATE (withdrawn_at) ON consent_forms TO heed_app;

COMMIT;
