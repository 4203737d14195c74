BEGIN;

-- How often somebody has asked lately, over all processes of the API (docs/adr/0025). Nobody's record: keyed by keyed
-- hashes of credentials, links and addresses, so it stands apart from the tables of organisations. Lost in a crash,
-- which lets everybody begin again.
CREATE SCHEMA limits;
CREATE UNLOGGED TABLE limits.counts (
    key TEXT PRIMARY KEY,
    points INTEGER NOT NULL DEFAULT 0,
    expire BIGINT
);
CREATE INDEX counts_expire ON limits.counts (expire);

GRANT USAGE ON SCHEMA limits TO heed_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON limits.counts TO heed_app;

COMMIT;
