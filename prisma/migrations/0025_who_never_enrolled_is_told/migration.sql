-- Who never enrolled has no deadline with a row of its own: when they were told that their data go, and when that is.
BEGIN;

ALTER TABLE clients ADD COLUMN noticed_at TIMESTAMPTZ(3);
ALTER TABLE clients ADD COLUMN goes_at TIMESTAMPTZ(3);
ALTER TABLE clients ADD CONSTRAINT told_when_it_goes CHECK ((noticed_at IS NULL) = (goes_at IS NULL));

COMMIT;
