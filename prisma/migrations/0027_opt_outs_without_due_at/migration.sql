-- When an opt-out is due follows from its receipt: a second copy could only be wrong.
BEGIN;

DROP INDEX opt_outs_under_way;
ALTER TABLE opt_outs DROP COLUMN due_at;
CREATE INDEX opt_outs_under_way ON opt_outs (organisation_id, id) WHERE completed_at IS NULL;

COMMIT;
