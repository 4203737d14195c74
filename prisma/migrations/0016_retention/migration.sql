BEGIN;

-- How long each category of data is kept, and what becomes of it then: versions, the newest counts.
CREATE TABLE retention_schedules (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    version INTEGER NOT NULL,
    body JSONB NOT NULL,
    saved_by UUID NOT NULL,
    saved_at TIMESTAMPTZ(3) NOT NULL,

    PRIMARY KEY (organisation_id, version)
);

-- The next deadline after an ended enrolment. Each change of it is a new version, with a process of its own.
CREATE TABLE retentions (
    enrolment_id UUID NOT NULL,
    version INTEGER NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    schedule_version INTEGER NOT NULL,
    categories TEXT[] NOT NULL,
    ended_at TIMESTAMPTZ(3) NOT NULL,
    notice_at TIMESTAMPTZ(3) NOT NULL,
    due_at TIMESTAMPTZ(3) NOT NULL,
    noticed_at TIMESTAMPTZ(3),
    -- Erasure does not come within seven days of the notice: until when it waits for that.
    put_off_until TIMESTAMPTZ(3),
    standing TEXT NOT NULL CHECK (standing IN ('armed', 'noticed', 'carried-out', 'cancelled', 'superseded')),
    armed_at TIMESTAMPTZ(3) NOT NULL,
    settled_at TIMESTAMPTZ(3),

    PRIMARY KEY (enrolment_id, version),
    CHECK ((standing IN ('armed', 'noticed')) = (settled_at IS NULL)),
    FOREIGN KEY (enrolment_id, organisation_id) REFERENCES enrolments (id, organisation_id),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id)
);
CREATE UNIQUE INDEX one_open_retention_per_client ON retentions (client_id) WHERE standing IN ('armed', 'noticed');
CREATE INDEX open_retentions_by_deadline ON retentions (organisation_id, due_at) WHERE standing IN ('armed', 'noticed');

-- Why data of some categories stays although its time is over. sealed: the reason.
CREATE TABLE holds (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    categories TEXT[] NOT NULL,
    placed_by UUID NOT NULL,
    placed_at TIMESTAMPTZ(3) NOT NULL,
    review_on DATE NOT NULL,
    lifted_by UUID,
    lifted_at TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,

    UNIQUE (id, organisation_id),
    CHECK (cardinality(categories) > 0),
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL)),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (placed_by, organisation_id) REFERENCES staff (id, organisation_id),
    FOREIGN KEY (lifted_by, organisation_id) REFERENCES staff (id, organisation_id)
);
CREATE INDEX holds_of_client ON holds (client_id) WHERE lifted_at IS NULL;

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['retention_schedules', 'retentions', 'holds'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO heed_app', t);
  END LOOP;
END $$;
GRANT UPDATE ON retentions, holds TO heed_app;

-- Wrong answers of whoever opened a link that asks who they are.
ALTER TABLE client_links ADD COLUMN guard_failures INTEGER NOT NULL DEFAULT 0;

COMMIT;
