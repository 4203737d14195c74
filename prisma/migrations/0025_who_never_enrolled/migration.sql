BEGIN;

-- These tables force row security on their owner too, who changes rows of every organisation here.
ALTER TABLE clients NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sign_ups NO FORCE ROW LEVEL SECURITY;
ALTER TABLE erasures NO FORCE ROW LEVEL SECURITY;

-- From when the time of what went at a deadline was counted: of somebody who never enrolled nothing else may be left to
-- tell from when the rest is. Of earlier erasures nobody knows it any more; their order came later, so nothing goes early.
ALTER TABLE erasures ADD COLUMN counted_from TIMESTAMPTZ(3);
UPDATE erasures SET counted_from = requested_at WHERE basis = 'retention';

-- Accounts went and left a sign-up open behind them: whoever is erased is not with us.
UPDATE sign_ups SET status = 'left', ended_at = clients.erased_at
FROM clients
WHERE clients.id = sign_ups.client_id AND clients.erased_at IS NOT NULL AND sign_ups.ended_at IS NULL;

ALTER TABLE clients FORCE ROW LEVEL SECURITY;
ALTER TABLE sign_ups FORCE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;

COMMIT;
