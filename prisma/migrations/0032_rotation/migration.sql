-- INDEX_KEYS are exchanged for new ones: what is found by a keyed hash of its address gets another hash, and nothing else
-- of a message that came in changes.
BEGIN;

GRANT UPDATE (sender_index, words_index) ON inbound_messages TO heed_app;

COMMIT;
