BEGIN;

-- A hand-over counts when it is accepted; until then the case keeps its owner.
CREATE TABLE handovers (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    case_id UUID NOT NULL,
    to_id UUID NOT NULL,
    offered_by_id UUID NOT NULL,
    offered_at TIMESTAMPTZ(3) NOT NULL,
    answer TEXT CHECK (answer IN ('accept', 'decline', 'overtaken')),
    answered_at TIMESTAMPTZ(3),

    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (case_id, organisation_id) REFERENCES cases (id, organisation_id),
    FOREIGN KEY (to_id, organisation_id) REFERENCES staff (id, organisation_id),
    FOREIGN KEY (offered_by_id, organisation_id) REFERENCES staff (id, organisation_id)
);
-- One offer at a time: who is asked knows that nobody else is.
CREATE UNIQUE INDEX handovers_one_open ON handovers (case_id) WHERE answer IS NULL;
ALTER TABLE handovers ENABLE ROW LEVEL SECURITY;
ALTER TABLE handovers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON handovers TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON handovers TO heed_app;

-- The client's own question: how often it was answered wrongly on a link, and the pass that a right answer gave.
ALTER TABLE personal_links
    ADD COLUMN guard_failures INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN guard_pass_hash BYTEA,
    ADD COLUMN guard_passed_at TIMESTAMPTZ(3);

COMMIT;
