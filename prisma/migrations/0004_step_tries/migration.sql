-- Which try has a step: a worker that was stopped and wakes up finds that a later one took it over.
BEGIN;

CREATE TABLE step_tries (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    case_id UUID NOT NULL,
    step INTEGER NOT NULL,
    attempt INTEGER NOT NULL,

    PRIMARY KEY (case_id, step),
    FOREIGN KEY (case_id, organisation_id) REFERENCES cases (id, organisation_id)
);
ALTER TABLE step_tries ENABLE ROW LEVEL SECURITY;
ALTER TABLE step_tries FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON step_tries TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON step_tries TO heed_app;

COMMIT;
