BEGIN;

-- Whom a message to many has come to, and how many it passed by: each commits with what was decided about that client,
-- so that whoever goes on after a crash goes on from there.
ALTER TABLE marketing_messages ADD COLUMN last_client_id UUID;
ALTER TABLE marketing_messages ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
ALTER TABLE marketing_messages ADD CONSTRAINT ended_or_not
  CHECK ((ended_at IS NULL) = (standing IN ('sending', 'paused')));

-- An organisation that was set up before emails were read gets its address later.
GRANT UPDATE (inbound_email) ON organisations TO heed_app;

COMMIT;
