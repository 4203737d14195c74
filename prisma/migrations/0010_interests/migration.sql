BEGIN;

-- Who may want to sign up one day, or went no further: kept until they sign up, opt out, or twelve months pass without
-- contact. A client's address stands in their own row.
CREATE TABLE interests (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID,
    email_index BYTEA NOT NULL,
    registered_at TIMESTAMPTZ(3) NOT NULL,
    last_contact_at TIMESTAMPTZ(3) NOT NULL,
    ended_at TIMESTAMPTZ(3),
    ended_because TEXT CHECK (ended_because IN ('signed-up', 'opted-out', 'no-contact')),
    sealed BYTEA,

    CHECK ((ended_at IS NULL) = (ended_because IS NULL)),
    CHECK ((client_id IS NULL) = (sealed IS NOT NULL)),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id)
);
CREATE UNIQUE INDEX one_open_interest_per_address ON interests (organisation_id, email_index) WHERE ended_at IS NULL;
-- What is looked for when twelve months have passed.
CREATE INDEX interests_by_last_contact ON interests (organisation_id, last_contact_at) WHERE ended_at IS NULL;
CREATE INDEX interests_organisation_id_email_index_idx ON interests (organisation_id, email_index);

ALTER TABLE interests ENABLE ROW LEVEL SECURITY;
ALTER TABLE interests FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON interests TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON interests TO heed_app;

COMMIT;
