-- The ring's keys are exchanged for new ones: what they wrap is wrapped anew. Whose key it is stays.
BEGIN;

GRANT UPDATE (ring_key_id, wrapped) ON data_keys TO heed_keys_app;

-- Under which Temporal holds payloads: histories cannot be written anew, the key to them can be wrapped anew.
CREATE TABLE payload_keys (
  id uuid PRIMARY KEY,
  ring_key_id text NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE (ring_key_id, wrapped) ON payload_keys TO heed_keys_app;

COMMIT;
