-- Decisions that wait for a second person, and the checkpoint that names them.
BEGIN;

ALTER TABLE checkpoints ADD COLUMN decision_id UUID REFERENCES decisions (id);

CREATE TABLE proposals (
    decision_id UUID PRIMARY KEY REFERENCES decisions (id),
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    case_id UUID NOT NULL,
    what TEXT NOT NULL,
    approver TEXT NOT NULL,
    row INTEGER,
    disclosures JSONB NOT NULL,
    proposed_by_id UUID NOT NULL,
    proposed_at TIMESTAMPTZ(3) NOT NULL,
    asked_ids UUID[] NOT NULL,
    standing TEXT NOT NULL,
    answered_by_id UUID,
    answered_at TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,
    answer_sealed BYTEA,

    FOREIGN KEY (case_id, organisation_id) REFERENCES cases (id, organisation_id),
    CONSTRAINT what_is_known CHECK (what IN ('override', 'not-informing')),
    CONSTRAINT approver_is_known CHECK (approver IN ('supervisor', 'dpo')),
    CONSTRAINT standing_is_known CHECK (standing IN ('awaiting', 'approved', 'declined', 'fallen', 'proceeded')),
    -- Nobody approves what they proposed themselves.
    CONSTRAINT a_second_person CHECK (standing NOT IN ('approved', 'declined')
      OR (answered_by_id IS NOT NULL AND answered_by_id <> proposed_by_id)),
    -- Only an override ever goes ahead unapproved, and only what a supervisor would have approved.
    CONSTRAINT proceeds_by_override CHECK (standing <> 'proceeded' OR (what = 'override' AND approver = 'supervisor'))
);
CREATE UNIQUE INDEX one_proposal_awaits ON proposals (case_id) WHERE standing = 'awaiting';
CREATE INDEX proposals_case_id_idx ON proposals (case_id);
ALTER TABLE proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposals FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON proposals TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON proposals TO heed_app;

COMMIT;
