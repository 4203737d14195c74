BEGIN;

-- By member of staff: how often it had been raised when they last read it or were paged about it.
ALTER TABLE safety_concerns ADD COLUMN heard JSONB NOT NULL DEFAULT '{}';

COMMIT;
