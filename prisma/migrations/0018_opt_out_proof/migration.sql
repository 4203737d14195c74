BEGIN;

-- By which the same opt-out is known again when it comes twice, also from somebody who is no client: the keyed hashes
-- under which its addresses are suppressed.
ALTER TABLE opt_outs ADD COLUMN address_hashes BYTEA[] NOT NULL DEFAULT '{}';
CREATE INDEX opt_outs_by_address ON opt_outs USING GIN (address_hashes);

-- A platform may say later that it had done it in time: both instants are kept. last_failure: why it could not be told,
-- as a code.
ALTER TABLE opt_out_lists ADD COLUMN confirmation_recorded_at TIMESTAMPTZ(3);
ALTER TABLE opt_out_lists ADD COLUMN last_failure TEXT;
ALTER TABLE opt_out_lists ADD CHECK ((confirmed_at IS NULL) = (confirmation_recorded_at IS NULL));

COMMIT;
