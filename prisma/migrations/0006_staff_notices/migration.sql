-- A notice to staff may belong to no case: a gap in the rota is found before there is one. Once a day by the calendar of
-- the organisation's own place.
BEGIN;

ALTER TABLE organisations ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Europe/London';

ALTER TABLE dispatches ALTER COLUMN case_id DROP NOT NULL;
ALTER TABLE dispatches ADD CONSTRAINT only_staff_are_written_to_without_a_case
  CHECK (case_id IS NOT NULL OR audience = 'staff');

COMMIT;
