-- Who is on call. Ids, times of day and instants; the newest version is in force.
BEGIN;

CREATE TABLE rotas (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    version INTEGER NOT NULL,
    body JSONB NOT NULL,
    saved_by UUID NOT NULL,
    saved_at TIMESTAMPTZ(3) NOT NULL,

    PRIMARY KEY (organisation_id, version),
    FOREIGN KEY (saved_by, organisation_id) REFERENCES staff (id, organisation_id)
);
ALTER TABLE rotas ENABLE ROW LEVEL SECURITY;
ALTER TABLE rotas FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON rotas TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT ON rotas TO heed_app;

COMMIT;
