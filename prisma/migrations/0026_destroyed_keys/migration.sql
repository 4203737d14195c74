BEGIN;

-- Data keys that were destroyed without an erasure. An older database of keys brings them back, and is told from here.
-- subject_id: an interest or an opt-out, which may be gone.
CREATE TABLE destroyed_keys (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    subject_id UUID NOT NULL,
    destroyed_at TIMESTAMPTZ(3) NOT NULL,

    PRIMARY KEY (organisation_id, subject_id)
);

-- Those of before, as far as anybody knows them still: the row of an interest went with its key.
ALTER TABLE opt_outs NO FORCE ROW LEVEL SECURITY;
INSERT INTO destroyed_keys (organisation_id, subject_id, destroyed_at)
SELECT organisation_id, id, completed_at FROM opt_outs WHERE completed_at IS NOT NULL;
ALTER TABLE opt_outs FORCE ROW LEVEL SECURITY;

ALTER TABLE destroyed_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE destroyed_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON destroyed_keys TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT ON destroyed_keys TO heed_app;
-- In all organisations at once, as the ledger is compared.
CREATE POLICY compare ON destroyed_keys FOR SELECT TO heed_directory USING (true);
GRANT SELECT (organisation_id, subject_id) ON destroyed_keys TO heed_directory;

COMMIT;
