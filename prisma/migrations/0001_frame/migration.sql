BEGIN;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organisations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sender_name" TEXT NOT NULL,
    "callback_number" TEXT NOT NULL,
    "sms_number" TEXT NOT NULL,
    "opening_hours" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organisations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "roles" TEXT[],
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clients" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "practitioner_id" UUID,
    "mobile_index" BYTEA,
    "email_index" BYTEA,
    "held" BOOLEAN NOT NULL DEFAULT false,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "courses" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "courses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "urgent_care_plans" (
    "client_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "never_contact" TEXT[],
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "urgent_care_plans_pkey" PRIMARY KEY ("client_id")
);

-- CreateTable
CREATE TABLE "policies" (
    "organisation_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "saved_by" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("organisation_id","version")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "immediacy" TEXT NOT NULL,
    "about_another" BOOLEAN NOT NULL,
    "lacks" TEXT[],
    "policy_version" INTEGER NOT NULL,
    "client_window_ends_at" TIMESTAMPTZ(3),
    "act_count" INTEGER NOT NULL DEFAULT 0,
    "outcome_kind" TEXT,
    "outcome_by_id" UUID,
    "outcome_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "sealed" BYTEA NOT NULL,
    "outcome_sealed" BYTEA,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_recipients" (
    "case_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "organisation_id" UUID NOT NULL,
    "standing" TEXT NOT NULL,
    "acknowledgement" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),

    CONSTRAINT "case_recipients_pkey" PRIMARY KEY ("case_id","recipient")
);

-- CreateTable
CREATE TABLE "case_acts" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" JSONB NOT NULL,

    CONSTRAINT "case_acts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkpoints" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "staff_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "checkpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "tier" TEXT,
    "via" TEXT NOT NULL,
    "heard_by_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recipients" TEXT[],
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mandates" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "article6" TEXT NOT NULL,
    "article9" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "consent_id" UUID,
    "decision_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mandates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatches" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "step_key" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "recipient" TEXT,
    "staff_id" UUID,
    "mandate_id" UUID,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "vendor_id" TEXT,
    "error_code" TEXT,
    "possible_duplicate" BOOLEAN NOT NULL DEFAULT false,
    "to_index" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "dispatches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personal_links" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "dispatch_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "recipient" TEXT,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "submissions" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "personal_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_entries" (
    "seq" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "kind" TEXT NOT NULL,
    "step_key" TEXT,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "timeline_entries_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "seq" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "client_id" UUID,
    "case_id" UUID,
    "sealed" BYTEA,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_seals" (
    "organisation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "entry_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("organisation_id","position")
);

-- CreateTable
CREATE TABLE "inbound_messages" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "vendor_id" TEXT NOT NULL,
    "case_id" UUID,
    "taken" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "inbound_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "organisation_id" UUID NOT NULL,
    "credential" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("organisation_id","credential","key")
);

-- CreateTable
CREATE TABLE "workflow_runs" (
    "organisation_id" UUID NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,

    CONSTRAINT "workflow_runs_pkey" PRIMARY KEY ("organisation_id","workflow_id","run_id")
);

-- CreateTable
CREATE TABLE "outbox_entries" (
    "seq" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_entries_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "directory_entries" (
    "kind" TEXT NOT NULL,
    "key" BYTEA NOT NULL,
    "organisation_id" UUID NOT NULL,

    CONSTRAINT "directory_entries_pkey" PRIMARY KEY ("kind","key")
);

-- CreateIndex
CREATE INDEX "staff_organisation_id_idx" ON "staff"("organisation_id");

-- CreateIndex
CREATE INDEX "clients_organisation_id_mobile_index_idx" ON "clients"("organisation_id", "mobile_index");

-- CreateIndex
CREATE INDEX "clients_organisation_id_email_index_idx" ON "clients"("organisation_id", "email_index");

-- CreateIndex
CREATE INDEX "cases_organisation_id_client_id_idx" ON "cases"("organisation_id", "client_id");

-- CreateIndex
CREATE INDEX "cases_organisation_id_status_idx" ON "cases"("organisation_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "cases_organisation_id_code_key" ON "cases"("organisation_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "case_acts_case_id_seq_key" ON "case_acts"("case_id", "seq");

-- CreateIndex
CREATE INDEX "checkpoints_case_id_idx" ON "checkpoints"("case_id");

-- CreateIndex
CREATE INDEX "consents_case_id_idx" ON "consents"("case_id");

-- CreateIndex
CREATE INDEX "decisions_case_id_idx" ON "decisions"("case_id");

-- CreateIndex
CREATE INDEX "mandates_case_id_idx" ON "mandates"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "mandates_id_case_id_recipient_key" ON "mandates"("id", "case_id", "recipient");

-- CreateIndex
CREATE INDEX "dispatches_case_id_idx" ON "dispatches"("case_id");

-- CreateIndex
CREATE INDEX "dispatches_organisation_id_to_index_idx" ON "dispatches"("organisation_id", "to_index");

-- CreateIndex
CREATE UNIQUE INDEX "dispatches_organisation_id_step_key_key" ON "dispatches"("organisation_id", "step_key");

-- CreateIndex
CREATE UNIQUE INDEX "personal_links_token_hash_key" ON "personal_links"("token_hash");

-- CreateIndex
CREATE INDEX "personal_links_case_id_idx" ON "personal_links"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "timeline_entries_id_key" ON "timeline_entries"("id");

-- CreateIndex
CREATE INDEX "timeline_entries_case_id_seq_idx" ON "timeline_entries"("case_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "timeline_entries_case_id_step_key_key" ON "timeline_entries"("case_id", "step_key");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_id_key" ON "audit_entries"("id");

-- CreateIndex
CREATE INDEX "audit_entries_organisation_id_seq_idx" ON "audit_entries"("organisation_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seals_entry_id_key" ON "audit_seals"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_messages_organisation_id_vendor_id_key" ON "inbound_messages"("organisation_id", "vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_entries_id_key" ON "outbox_entries"("id");

-- CreateIndex
CREATE INDEX "outbox_entries_workflow_id_seq_idx" ON "outbox_entries"("workflow_id", "seq");

-- Roles. The application owns nothing and never bypasses row-level security; a deployment gives heed_app its login.
-- heed_directory is taken on (SET ROLE) only for what arrives before its organisation is known: ids, no words.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'heed_app') THEN
    CREATE ROLE heed_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'heed_directory') THEN
    CREATE ROLE heed_directory NOLOGIN NOSUPERUSER NOBYPASSRLS;
    GRANT heed_directory TO heed_app WITH INHERIT FALSE, SET TRUE;
  END IF;
END $$;

-- One stuck process stops nobody else.
ALTER ROLE heed_app SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE heed_app SET lock_timeout = '5s';
ALTER ROLE heed_app SET statement_timeout = '15s';

-- Every row belongs to one organisation, and to the same one as what it hangs on.
ALTER TABLE staff ADD UNIQUE (id, organisation_id);
ALTER TABLE clients ADD UNIQUE (id, organisation_id);
ALTER TABLE cases ADD UNIQUE (id, organisation_id);
ALTER TABLE clients ADD FOREIGN KEY (practitioner_id, organisation_id) REFERENCES staff (id, organisation_id);
ALTER TABLE urgent_care_plans ADD FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id);
ALTER TABLE cases ADD FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id);
ALTER TABLE cases ADD FOREIGN KEY (owner_id, organisation_id) REFERENCES staff (id, organisation_id);
ALTER TABLE consents ADD FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id);
ALTER TABLE mandates ADD FOREIGN KEY (consent_id) REFERENCES consents (id);
ALTER TABLE mandates ADD FOREIGN KEY (decision_id) REFERENCES decisions (id);
ALTER TABLE personal_links ADD FOREIGN KEY (dispatch_id) REFERENCES dispatches (id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['staff', 'clients', 'courses', 'urgent_care_plans', 'policies', 'cases', 'case_recipients', 'case_acts',
    'checkpoints', 'consents', 'decisions', 'mandates', 'dispatches', 'personal_links', 'timeline_entries',
    'audit_entries', 'audit_seals', 'inbound_messages', 'idempotency_keys', 'workflow_runs', 'outbox_entries',
    'directory_entries'] LOOP
    EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (organisation_id) REFERENCES organisations (id)', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON %I TO heed_app
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO heed_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['case_recipients', 'case_acts', 'checkpoints', 'consents', 'decisions', 'mandates',
    'dispatches', 'personal_links', 'timeline_entries'] LOOP
    EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (case_id, organisation_id) REFERENCES cases (id, organisation_id)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['staff', 'clients', 'urgent_care_plans', 'cases', 'case_recipients', 'checkpoints',
    'consents', 'mandates', 'dispatches', 'personal_links'] LOOP
    EXECUTE format('GRANT UPDATE ON %I TO heed_app', t);
  END LOOP;
END $$;

ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON organisations TO heed_app
  USING (id = nullif(current_setting('app.organisation', true), '')::uuid);
GRANT SELECT, INSERT ON organisations TO heed_app;
GRANT DELETE ON idempotency_keys TO heed_app;

CREATE POLICY relay ON outbox_entries TO heed_directory USING (true);
GRANT SELECT, UPDATE ON outbox_entries TO heed_directory;
CREATE POLICY look_up ON directory_entries FOR SELECT TO heed_directory USING (true);
GRANT SELECT ON directory_entries TO heed_directory;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO heed_app;

-- No mandate, no message: what leaves for a third party names the mandate of this case for this very recipient.
ALTER TABLE dispatches ADD CONSTRAINT third_parties_need_a_mandate
  CHECK ((audience IN ('client', 'staff')) = (recipient IS NULL) AND (recipient IS NULL OR mandate_id IS NOT NULL));
ALTER TABLE dispatches ADD CONSTRAINT audience_is_known
  CHECK (audience IN ('client', 'staff', 'gp', 'contact', 'authority'));
ALTER TABLE dispatches ADD FOREIGN KEY (mandate_id, case_id, recipient) REFERENCES mandates (id, case_id, recipient);
ALTER TABLE dispatches ADD CONSTRAINT status_is_known CHECK (status IN
  ('queued', 'sent', 'delivered', 'opened', 'failed-temporary', 'failed-permanent', 'unknown', 'cancelled'));

ALTER TABLE cases ADD CONSTRAINT status_is_known CHECK (status IN ('queued', 'informing-client', 'awaiting-client',
  'deciding', 'awaiting-approval', 'disclosing', 'awaiting-acknowledgement', 'nobody-acting', 'aftercare', 'closed'));
-- No case ends without a human outcome.
ALTER TABLE cases ADD CONSTRAINT closed_with_a_human_outcome
  CHECK (status <> 'closed' OR (outcome_kind IS NOT NULL AND outcome_by_id IS NOT NULL AND closed_at IS NOT NULL));
-- A second concern joins the open case.
CREATE UNIQUE INDEX one_open_case_per_client ON cases (client_id)
  WHERE NOT about_another AND status NOT IN ('aftercare', 'closed');
CREATE UNIQUE INDEX one_open_checkpoint_per_kind ON checkpoints (case_id, kind) WHERE closed_at IS NULL;

-- The relay looks twice a second: it must find what waits without reading what was delivered.
CREATE INDEX undelivered ON outbox_entries (seq) WHERE delivered_at IS NULL;
CREATE INDEX undelivered_of_workflow ON outbox_entries (workflow_id, seq) WHERE delivered_at IS NULL;

-- What was written down stays written down.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

COMMIT;
