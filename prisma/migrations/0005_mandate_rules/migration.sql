-- Mandates in full: what an organisation's DPO has settled, and whom it may write to besides the plan.
BEGIN;

-- Authorities whom a disclosure may be sent to, and whether the organisation is a public body of the NHS.
ALTER TABLE organisations
    ADD COLUMN nhs_body BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN police_email TEXT,
    ADD COLUMN police_phone TEXT,
    ADD COLUMN safeguarding_email TEXT,
    ADD COLUMN safeguarding_phone TEXT;

ALTER TABLE mandates ADD COLUMN table_version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE mandate_rules (
    organisation_id UUID PRIMARY KEY REFERENCES organisations (id),
    direct_care_enabled BOOLEAN NOT NULL,
    policy_document_title TEXT,
    policy_document_approved_at TEXT,
    closed_rows INTEGER[] NOT NULL,
    saved_by UUID NOT NULL,
    saved_at TIMESTAMPTZ(3) NOT NULL,

    FOREIGN KEY (saved_by, organisation_id) REFERENCES staff (id, organisation_id),
    CONSTRAINT a_document_has_both CHECK ((policy_document_title IS NULL) = (policy_document_approved_at IS NULL)),
    -- Rows 9 and 10 are refusals: to close one would loosen the table.
    CONSTRAINT only_rows_that_open CHECK (closed_rows <@ ARRAY[1, 2, 3, 4, 5, 6, 7, 8])
);
ALTER TABLE mandate_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE mandate_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON mandate_rules TO heed_app
  USING (organisation_id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON mandate_rules TO heed_app;

COMMIT;
