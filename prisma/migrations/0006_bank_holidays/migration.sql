-- Whose bank holidays the organisation's neighbours keep: a practice is closed on them.
BEGIN;

ALTER TABLE organisations ADD COLUMN bank_holidays_of TEXT NOT NULL DEFAULT 'england-and-wales'
  CHECK (bank_holidays_of IN ('england-and-wales', 'scotland', 'northern-ireland'));

COMMIT;
