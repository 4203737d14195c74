BEGIN;

ALTER TABLE courses ADD UNIQUE (id, organisation_id);

-- Who signs up is a client from then on; what they sign up to, and how far they are.
CREATE TABLE sign_ups (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    course_id UUID,
    plan TEXT NOT NULL CHECK (plan IN ('standard', 'urgent-care')),
    code TEXT NOT NULL,
    instruments TEXT[] NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('awaiting-consent-form', 'awaiting-assessment', 'safety-conversation',
      'planning-urgent-care', 'allocating', 'awaiting-practitioner', 'enrolled', 'expired', 'left')),
    act_count INTEGER NOT NULL DEFAULT 0,
    registered_at TIMESTAMPTZ(3) NOT NULL,
    ended_at TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,

    UNIQUE (id, organisation_id),
    UNIQUE (organisation_id, code),
    CHECK ((status IN ('enrolled', 'expired', 'left')) = (ended_at IS NOT NULL)),
    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (course_id, organisation_id) REFERENCES courses (id, organisation_id)
);
CREATE INDEX sign_ups_of_client ON sign_ups (client_id);
CREATE INDEX sign_ups_by_status ON sign_ups (organisation_id, status);
-- One at a time; who was late or left may sign up again.
CREATE UNIQUE INDEX one_open_sign_up_per_client ON sign_ups (client_id) WHERE ended_at IS NULL;

-- What was recorded in a sign-up, in the one order in which it committed. Enums and ids only: workflows read it.
CREATE TABLE sign_up_acts (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    sign_up_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    what JSONB NOT NULL,

    UNIQUE (sign_up_id, seq),
    FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id)
);

-- A personal page's address that belongs to no case. Only the token's hash is kept here.
CREATE TABLE client_links (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    sign_up_id UUID,
    dispatch_id UUID NOT NULL,
    page TEXT NOT NULL,
    recipient TEXT,
    token_hash BYTEA NOT NULL UNIQUE,
    expires_at TIMESTAMPTZ(3) NOT NULL,
    submissions INTEGER NOT NULL DEFAULT 0,

    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id),
    FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id)
);

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['sign_ups', 'sign_up_acts', 'client_links'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO heed_app', t);
  END LOOP;
END $$;
GRANT UPDATE ON sign_ups, client_links TO heed_app;

-- Besides cases: what is written to a client in sign-up and service, sealed under the client's key.
ALTER TABLE dispatches ADD COLUMN client_id UUID, ADD COLUMN sign_up_id UUID;
ALTER TABLE dispatches ADD FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id);
ALTER TABLE dispatches ADD FOREIGN KEY (sign_up_id, organisation_id) REFERENCES sign_ups (id, organisation_id);
ALTER TABLE dispatches DROP CONSTRAINT only_staff_are_written_to_without_a_case;
ALTER TABLE dispatches ADD CONSTRAINT beside_cases_only_staff_and_clients_are_written_to
  CHECK (case_id IS NOT NULL OR audience = 'staff' OR (audience = 'client' AND client_id IS NOT NULL));
CREATE INDEX dispatches_of_client ON dispatches (client_id) WHERE client_id IS NOT NULL;

-- By what a client is named in notes; and whether their data may be processed no further.
ALTER TABLE clients ADD COLUMN code TEXT, ADD COLUMN restricted BOOLEAN NOT NULL DEFAULT false;
CREATE UNIQUE INDEX clients_code ON clients (organisation_id, code);

COMMIT;
