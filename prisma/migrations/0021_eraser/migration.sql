-- Only an erasure may delete what is on record. It takes this role on (SET ROLE) for its deletions, and for nothing else:
-- no other code of the service can lose a case, however wrong it is.
BEGIN;

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'heed_erasure') THEN
    CREATE ROLE heed_erasure NOLOGIN NOSUPERUSER NOBYPASSRLS;
    GRANT heed_erasure TO heed_app WITH INHERIT FALSE, SET TRUE;
  END IF;
END $$;

DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['clients', 'urgent_care_plans', 'plan_versions', 'contact_notices', 'cases', 'case_recipients',
    'case_acts', 'checkpoints', 'consents', 'decisions', 'proposals', 'handovers', 'mandates', 'dispatches',
    'personal_links', 'timeline_entries', 'step_tries', 'inbound_messages', 'sign_ups', 'sign_up_acts', 'client_links',
    'consent_forms', 'interests', 'assessments', 'assessment_drafts', 'safety_concerns', 'notes', 'client_summaries',
    'conflicts_of_interest', 'allocations', 'enrolments', 'client_events', 'marketing_consents', 'retentions', 'holds',
    'workflow_runs', 'outbox_entries', 'directory_entries'] LOOP
    EXECUTE format('CREATE POLICY own_organisation_erased ON %I TO heed_erasure
      USING (organisation_id = nullif(current_setting(''app.organisation'', true), '''')::uuid)', t);
    EXECUTE format('GRANT SELECT, DELETE ON %I TO heed_erasure', t);
  END LOOP;
END $$;

-- What is left of somebody of whom not everything may go: a row that other rows hang on, without a word in it.
ALTER TABLE clients ADD COLUMN erased_at TIMESTAMPTZ(3);
ALTER TABLE sign_ups ADD COLUMN erased_at TIMESTAMPTZ(3);
ALTER TABLE clients ADD CONSTRAINT nobody_is_found_who_was_erased
  CHECK (erased_at IS NULL OR (mobile_index IS NULL AND email_index IS NULL AND code IS NULL));

-- What somebody wrote is found by their address, as long as that is known; after that by themselves.
ALTER TABLE inbound_messages ADD COLUMN client_id UUID;
ALTER TABLE inbound_messages ADD FOREIGN KEY (client_id, organisation_id) REFERENCES clients (id, organisation_id);
CREATE INDEX inbound_messages_of_client ON inbound_messages (client_id) WHERE client_id IS NOT NULL;
GRANT UPDATE (client_id, sender_index) ON inbound_messages TO heed_erasure;

-- Rows that had a data key of their own: their keys go when the client's does.
ALTER TABLE erasures ADD COLUMN own_keys UUID[] NOT NULL DEFAULT '{}';

-- What the ledger beside the keys is compared with, in all organisations at once: ids and enums.
CREATE POLICY compare ON erasures FOR SELECT TO heed_directory USING (true);
CREATE POLICY compare ON erasure_steps FOR SELECT TO heed_directory USING (true);
GRANT SELECT (id, organisation_id, status) ON erasures TO heed_directory;
GRANT SELECT (erasure_id, step) ON erasure_steps TO heed_directory;

COMMIT;
