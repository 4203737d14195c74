BEGIN;

-- What a client agreed to, for one channel and one topic. sealed: the words that they agreed to.
CREATE TABLE marketing_consents (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
    topic TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('person', 'import')),
    given_at TIMESTAMPTZ(3) NOT NULL,
    recorded_at TIMESTAMPTZ(3) NOT NULL,
    ended_at TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,

    FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id)
);
CREATE UNIQUE INDEX one_consent_in_force ON marketing_consents (client_id, channel, topic) WHERE ended_at IS NULL;
-- Whom a message goes to.
CREATE INDEX marketing_consents_by_topic ON marketing_consents (organisation_id, topic, client_id) WHERE ended_at IS NULL;

-- Who is not written to. A keyed hash of the address, which outlives everything else that is known of its owner.
CREATE TABLE suppressions (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
    address_hash BYTEA NOT NULL,
    since TIMESTAMPTZ(3) NOT NULL,
    lifted_at TIMESTAMPTZ(3),

    PRIMARY KEY (organisation_id, channel, address_hash)
);

-- Where else addresses are kept to which marketing is sent. sealed (organisation's key): how it is told.
CREATE TABLE marketing_lists (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL CHECK (kind IN ('sendgrid-group', 'webhook')),
    name TEXT NOT NULL,
    added_at TIMESTAMPTZ(3) NOT NULL,
    removed_at TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,

    UNIQUE (id, organisation_id)
);

-- One opt-out, kept as its proof. It outlives its client: no foreign key. sealed (under a key of its own, which is
-- destroyed when every list has confirmed): the addresses that the lists are told.
CREATE TABLE opt_outs (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID,
    channels TEXT[] NOT NULL CHECK (channels <@ ARRAY['email', 'sms'] AND cardinality(channels) > 0),
    source TEXT NOT NULL,
    received_at TIMESTAMPTZ(3) NOT NULL,
    recorded_at TIMESTAMPTZ(3) NOT NULL,
    due_at TIMESTAMPTZ(3) NOT NULL,
    alarmed_at TIMESTAMPTZ(3),
    escalated_at TIMESTAMPTZ(3),
    breached_at TIMESTAMPTZ(3),
    completed_at TIMESTAMPTZ(3),
    sealed BYTEA,

    UNIQUE (id, organisation_id),
    CHECK (received_at <= recorded_at)
);
CREATE INDEX opt_outs_of_client ON opt_outs (client_id);
CREATE INDEX opt_outs_under_way ON opt_outs (organisation_id, due_at) WHERE completed_at IS NULL;

-- One list that an opt-out has to reach.
CREATE TABLE opt_out_lists (
    opt_out_id UUID NOT NULL,
    list_id UUID NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    told_at TIMESTAMPTZ(3),
    times_told INTEGER NOT NULL DEFAULT 0,
    confirmed_at TIMESTAMPTZ(3),
    confirmed_how TEXT CHECK (confirmed_how IN ('read-back', 'platform')),

    PRIMARY KEY (opt_out_id, list_id),
    CHECK ((confirmed_at IS NULL) = (confirmed_how IS NULL)),
    FOREIGN KEY (opt_out_id, organisation_id) REFERENCES opt_outs (id, organisation_id),
    FOREIGN KEY (list_id, organisation_id) REFERENCES marketing_lists (id, organisation_id)
);

-- One message to many. sealed (organisation's key): subject and text, which name nobody.
CREATE TABLE marketing_messages (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    topic TEXT NOT NULL,
    -- Empty: all who have agreed.
    client_ids UUID[] NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('sending', 'paused', 'cancelled', 'sent')),
    ordered_by UUID,
    ordered_at TIMESTAMPTZ(3) NOT NULL,
    ended_at TIMESTAMPTZ(3),
    sealed BYTEA NOT NULL,

    UNIQUE (id, organisation_id)
);

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['marketing_consents', 'suppressions', 'marketing_lists', 'opt_outs', 'opt_out_lists',
    'marketing_messages'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO heed_app', t);
  END LOOP;
END $$;

-- A marketing message is one dispatch a person.
ALTER TABLE dispatches ADD COLUMN marketing_message_id UUID;
ALTER TABLE dispatches ADD FOREIGN KEY (marketing_message_id, organisation_id)
  REFERENCES marketing_messages (id, organisation_id);
ALTER TABLE dispatches ADD CONSTRAINT marketing_is_of_a_marketing_message
  CHECK ((purpose = 'marketing') = (marketing_message_id IS NOT NULL));
CREATE INDEX dispatches_of_marketing_message ON dispatches (marketing_message_id, status)
  WHERE marketing_message_id IS NOT NULL;

-- Where the organisation reads emails, by which what comes in finds it.
ALTER TABLE organisations ADD COLUMN inbound_email TEXT;
ALTER TABLE inbound_messages ADD COLUMN channel TEXT NOT NULL DEFAULT 'sms' CHECK (channel IN ('sms', 'email'));
-- By which what somebody wrote is found when they are erased.
ALTER TABLE inbound_messages ADD COLUMN sender_index BYTEA;
CREATE INDEX inbound_messages_by_sender ON inbound_messages (organisation_id, sender_index);

COMMIT;
