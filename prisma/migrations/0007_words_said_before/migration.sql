-- A machine that answers our answer must not be answered again: the same words from the same number are found by a
-- keyed hash, without being kept in clear.
BEGIN;

ALTER TABLE inbound_messages ADD COLUMN "words_index" BYTEA;
CREATE INDEX "inbound_messages_words_index_idx" ON inbound_messages (organisation_id, words_index, at);

COMMIT;
