BEGIN;

-- UK GDPR Article 14: when somebody whom a client named is told how their data are held.
CREATE TABLE contact_notices (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    recipient TEXT NOT NULL CHECK (recipient IN ('gp', 'contact-1', 'contact-2')),
    plan_version INTEGER NOT NULL,
    entered_at TIMESTAMPTZ(3) NOT NULL,
    due_at TIMESTAMPTZ(3) NOT NULL,
    settled_at TIMESTAMPTZ(3),
    how TEXT CHECK (how IN ('client-handed-over', 'neutral-message', 'with-first-message', 'not-given', 'left-the-plan')),
    sealed BYTEA,

    UNIQUE (client_id, recipient, plan_version),
    -- Why it was not given is the data protection officer's reason, and never missing.
    CHECK ((settled_at IS NULL) = (how IS NULL)),
    CHECK ((how IS NOT DISTINCT FROM 'not-given') = (sealed IS NOT NULL)),
    FOREIGN KEY (client_id, plan_version) REFERENCES plan_versions (client_id, version),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id)
);
CREATE UNIQUE INDEX one_open_notice_per_person ON contact_notices (client_id, recipient) WHERE settled_at IS NULL;
CREATE INDEX contact_notices_due ON contact_notices (organisation_id, due_at) WHERE settled_at IS NULL;

ALTER TABLE contact_notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_notices FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON contact_notices TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON contact_notices TO heed_app;

COMMIT;
