BEGIN;

-- How many clients somebody has, and may have: no transaction can go over it, however many run at once.
CREATE TABLE practitioners (
    staff_id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    caseload_limit INTEGER NOT NULL CHECK (caseload_limit >= 0),
    caseload INTEGER NOT NULL CHECK (caseload >= 0),
    registration_expires DATE NOT NULL,
    accepting BOOLEAN NOT NULL,
    leaving BOOLEAN NOT NULL,
    left_at TIMESTAMPTZ(3),
    last_offered_at TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,

    UNIQUE (staff_id, organisation_id),
    CONSTRAINT caseload_within_its_limit CHECK (caseload <= caseload_limit),
    FOREIGN KEY (staff_id, organisation_id) REFERENCES staff (id, organisation_id)
);

CREATE TABLE conflicts_of_interest (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    practitioner_id UUID NOT NULL,
    client_id UUID NOT NULL,
    recorded_by UUID NOT NULL,
    recorded_at TIMESTAMPTZ(3) NOT NULL,
    sealed BYTEA NOT NULL,

    UNIQUE (practitioner_id, client_id),
    FOREIGN KEY (practitioner_id, organisation_id) REFERENCES staff (id, organisation_id),
    FOREIGN KEY (recorded_by, organisation_id) REFERENCES staff (id, organisation_id),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id)
);

-- Who is proposed to a client, and what people said to it. One round after the other.
CREATE TABLE allocations (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    sign_up_id UUID NOT NULL,
    client_id UUID NOT NULL,
    round INTEGER NOT NULL,
    practitioner_id UUID,
    standing TEXT NOT NULL CHECK (standing IN
      ('proposed', 'confirmed', 'accepted', 'declined', 'passed-over', 'objected', 'withdrawn', 'no-match')),
    proposed_at TIMESTAMPTZ(3) NOT NULL,
    confirmed_by UUID,
    answer_by TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,

    UNIQUE (id, organisation_id),
    UNIQUE (sign_up_id, round),
    CHECK ((standing = 'no-match') = (practitioner_id IS NULL)),
    -- No significant decision by the machine alone: what a practitioner is asked, a person has confirmed.
    CHECK (standing NOT IN ('confirmed', 'accepted', 'declined', 'passed-over')
      OR (confirmed_by IS NOT NULL AND answer_by IS NOT NULL)),
    FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (practitioner_id, organisation_id) REFERENCES practitioners (staff_id, organisation_id),
    FOREIGN KEY (confirmed_by, organisation_id) REFERENCES staff (id, organisation_id)
);
CREATE UNIQUE INDEX one_open_allocation_per_sign_up ON allocations (sign_up_id)
  WHERE standing IN ('proposed', 'confirmed');
CREATE INDEX allocations_by_practitioner ON allocations (practitioner_id, standing);

CREATE TABLE enrolments (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    course_id UUID,
    practitioner_id UUID NOT NULL,
    sign_up_id UUID,
    agreed_at TIMESTAMPTZ(3) NOT NULL,
    started_at TIMESTAMPTZ(3),
    ended_at TIMESTAMPTZ(3),
    sealed BYTEA,

    UNIQUE (id, organisation_id),
    CHECK (ended_at >= started_at),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (course_id, organisation_id) REFERENCES courses (id, organisation_id),
    FOREIGN KEY (practitioner_id, organisation_id) REFERENCES staff (id, organisation_id),
    FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id)
);
CREATE UNIQUE INDEX one_open_enrolment_per_course ON enrolments (client_id, course_id) NULLS NOT DISTINCT
  WHERE ended_at IS NULL;

-- What a practitioner hears of a client from others: that it happened and when, nothing of a bill or a card.
CREATE TABLE client_events (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('booking-cancelled', 'payment-failed', 'new-client', 'client-objects')),
    source TEXT NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    recorded_at TIMESTAMPTZ(3) NOT NULL,

    UNIQUE (organisation_id, kind, source),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id)
);
CREATE INDEX client_events_of_client ON client_events (client_id, at);

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['practitioners', 'conflicts_of_interest', 'allocations', 'enrolments', 'client_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO heed_app', t);
  END LOOP;
END $$;
GRANT UPDATE ON practitioners, allocations, enrolments TO heed_app;

COMMIT;
