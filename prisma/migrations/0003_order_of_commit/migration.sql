-- Ids are made by each process's own clock: of two answers of a client the one with the greater id need not be the later
-- one. Rows whose order decides something are numbered as they are written, under the client's lock: the order of commit.
BEGIN;

ALTER TABLE consents ADD COLUMN seq BIGSERIAL;
ALTER TABLE mandates ADD COLUMN seq BIGSERIAL;
ALTER TABLE dispatches ADD COLUMN seq BIGSERIAL;
ALTER TABLE checkpoints ADD COLUMN seq BIGSERIAL;
GRANT USAGE ON SEQUENCE consents_seq_seq, mandates_seq_seq, dispatches_seq_seq, checkpoints_seq_seq TO heed_app;

COMMIT;
