BEGIN;

-- An erasure outlives whom it erased: no foreign key, ids and counts only.
CREATE TABLE erasures (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    client_id UUID NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('retention', 'rights-request', 'controller-instruction')),
    categories TEXT[] NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('under-way', 'held', 'done')),
    requested_by UUID,
    requested_at TIMESTAMPTZ(3) NOT NULL,
    done_at TIMESTAMPTZ(3),
    -- Under the client's key: gone with it.
    sealed BYTEA,
    receipt JSONB,

    UNIQUE (id, organisation_id),
    CHECK ((status = 'under-way') = (done_at IS NULL))
);
CREATE UNIQUE INDEX one_erasure_under_way_per_client ON erasures (client_id) WHERE status = 'under-way';
CREATE INDEX erasures_of_client ON erasures (client_id);

-- What an erasure has done so far: each step commits with what it erased.
CREATE TABLE erasure_steps (
    erasure_id UUID NOT NULL,
    step TEXT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    done_at TIMESTAMPTZ(3) NOT NULL,
    -- Rows by table, and nothing else.
    counts JSONB NOT NULL,

    PRIMARY KEY (erasure_id, step),
    FOREIGN KEY (erasure_id, organisation_id) REFERENCES erasures (id, organisation_id)
);

-- The processes whose histories it deletes, written down before the rows that lead to them go.
CREATE TABLE erasure_histories (
    erasure_id UUID NOT NULL,
    workflow_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    verified_gone_at TIMESTAMPTZ(3),

    PRIMARY KEY (erasure_id, workflow_id, run_id),
    FOREIGN KEY (erasure_id, organisation_id) REFERENCES erasures (id, organisation_id)
);

-- What is left of everybody who was erased: how many, never who.
CREATE TABLE outcome_counts (
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    year INTEGER NOT NULL,
    measure TEXT NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),

    PRIMARY KEY (organisation_id, year, measure, value)
);

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['erasures', 'erasure_steps', 'erasure_histories', 'outcome_counts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO heed_app', t);
  END LOOP;
END $$;

COMMIT;
