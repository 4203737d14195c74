-- What a hold had kept goes later: the entry of that erasure grows, and is never taken out.
BEGIN;

ALTER TABLE erasure_ledger ADD COLUMN basis text NOT NULL DEFAULT 'retention';
ALTER TABLE erasure_ledger ALTER COLUMN basis DROP DEFAULT;

GRANT UPDATE (basis, categories, whole, erased_at) ON erasure_ledger TO heed_keys_app;

COMMIT;
