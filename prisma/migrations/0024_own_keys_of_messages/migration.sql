-- Each message that comes in is sealed under a key of its own, which is destroyed when its writer is erased: no backup
-- opens it then. Those of before stay under the organisation's key, and are read by that.
BEGIN;

ALTER TABLE inbound_messages ADD COLUMN own_key BOOLEAN NOT NULL DEFAULT false;

COMMIT;
