BEGIN;

-- CORE-10 may not be used for money without a licence: an organisation switches it on itself.
ALTER TABLE organisations ADD COLUMN core10 BOOLEAN NOT NULL DEFAULT false;

-- What was answered and what it came to, sealed under the client's key. Each questionnaire once in a sign-up.
CREATE TABLE assessments (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    sign_up_id UUID NOT NULL,
    instrument TEXT NOT NULL CHECK (instrument IN ('PHQ-9', 'GAD-7', 'CORE-10')),
    version TEXT NOT NULL,
    via TEXT NOT NULL CHECK (via IN ('page', 'platform', 'staff')),
    submitted_at TIMESTAMPTZ(3) NOT NULL,
    sealed BYTEA NOT NULL,

    UNIQUE (sign_up_id, instrument),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id)
);
CREATE INDEX assessments_of_client ON assessments (client_id);

-- How far somebody is who answers one question after the other. Gone once it is submitted.
CREATE TABLE assessment_drafts (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    sign_up_id UUID NOT NULL,
    instrument TEXT NOT NULL CHECK (instrument IN ('PHQ-9', 'GAD-7', 'CORE-10')),
    saved_at TIMESTAMPTZ(3) NOT NULL,
    sealed BYTEA NOT NULL,

    PRIMARY KEY (sign_up_id, instrument),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id)
);

-- Safety answers about which a person talks with the client. What was answered, and the judgement, are sealed; there is
-- no column for a grade, because there is none.
CREATE TABLE safety_concerns (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    sign_up_id UUID NOT NULL,
    policy_version INTEGER NOT NULL,
    raised_at TIMESTAMPTZ(3) NOT NULL,
    -- How often an answer raised it.
    times_raised INTEGER NOT NULL DEFAULT 1,
    -- Counts what changed: the newest one counts for whoever was told of two.
    changes INTEGER NOT NULL DEFAULT 1,
    taken_by UUID,
    taken_at TIMESTAMPTZ(3),
    judged_by UUID,
    judged_at TIMESTAMPTZ(3),
    plan_needed BOOLEAN,
    case_id UUID,
    sealed BYTEA NOT NULL,
    judgement BYTEA,

    UNIQUE (id, organisation_id),
    CHECK ((taken_by IS NULL) = (taken_at IS NULL)),
    CHECK ((judged_by IS NULL) = (judged_at IS NULL)),
    CHECK ((judged_at IS NULL) = (judgement IS NULL)),
    CHECK ((judged_at IS NULL) = (plan_needed IS NULL)),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id),
    FOREIGN KEY (taken_by, organisation_id) REFERENCES staff (id, organisation_id),
    FOREIGN KEY (judged_by, organisation_id) REFERENCES staff (id, organisation_id),
    FOREIGN KEY (case_id, organisation_id) REFERENCES cases (id, organisation_id)
);
CREATE INDEX safety_concerns_of_client ON safety_concerns (client_id);
-- What is answered while a person has yet to judge joins what they judge.
CREATE UNIQUE INDEX one_open_safety_concern_per_client ON safety_concerns (client_id) WHERE judged_at IS NULL;

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['assessments', 'assessment_drafts', 'safety_concerns'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO heed_app', t);
  END LOOP;
END $$;
GRANT UPDATE ON assessment_drafts, safety_concerns TO heed_app;
GRANT DELETE ON assessment_drafts TO heed_app;

COMMIT;
