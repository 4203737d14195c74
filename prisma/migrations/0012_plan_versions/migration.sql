BEGIN;

-- Every plan that was ever in force: a running case keeps the one that it was opened with.
ALTER TABLE urgent_care_plans ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE urgent_care_plans ALTER COLUMN version DROP DEFAULT;

CREATE TABLE plan_versions (
    client_id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    version INTEGER NOT NULL CHECK (version > 0),
    saved_by UUID,
    saved_at TIMESTAMPTZ(3) NOT NULL,
    never_contact TEXT[] NOT NULL,
    sealed BYTEA NOT NULL,

    PRIMARY KEY (client_id, version),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (saved_by, organisation_id) REFERENCES staff (id, organisation_id)
);
-- The owner sees no rows of its own tables while row-level security is forced on it.
ALTER TABLE urgent_care_plans NO FORCE ROW LEVEL SECURITY;
ALTER TABLE organisations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
INSERT INTO plan_versions (client_id, organisation_id, version, saved_at, never_contact, sealed)
  SELECT p.client_id, p.organisation_id, p.version, o.created_at, p.never_contact, p.sealed
  FROM urgent_care_plans p JOIN organisations o ON o.id = p.organisation_id;
ALTER TABLE urgent_care_plans ADD FOREIGN KEY (client_id, version) REFERENCES plan_versions (client_id, version);

ALTER TABLE cases ADD COLUMN plan_version INTEGER;
UPDATE cases SET plan_version = 1
  WHERE NOT about_another AND client_id IN (SELECT client_id FROM urgent_care_plans);
ALTER TABLE cases ADD FOREIGN KEY (client_id, plan_version) REFERENCES plan_versions (client_id, version);
ALTER TABLE urgent_care_plans FORCE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;

ALTER TABLE plan_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON plan_versions TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT ON plan_versions TO heed_app;

COMMIT;
