-- Marketing writes from a number of its own: STOP to it must not silence urgent care. domain.md §3, §8
BEGIN;

ALTER TABLE organisations ADD COLUMN "marketing_sms_number" TEXT;
ALTER TABLE organisations ADD CONSTRAINT marketing_has_its_own_number CHECK (marketing_sms_number <> sms_number);

COMMIT;
