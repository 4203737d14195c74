BEGIN;

-- Metrics tell how many events platforms have yet to take. What an endpoint that was removed has missed, nobody misses.
CREATE POLICY watch ON webhook_deliveries FOR SELECT TO heed_watch
  USING (delivered_at IS NULL AND last_error IS DISTINCT FROM 'endpoint-removed');
GRANT SELECT (at, dead_since) ON webhook_deliveries TO heed_watch;

CREATE INDEX webhook_deliveries_not_taken ON webhook_deliveries (at, dead_since) WHERE delivered_at IS NULL;

COMMIT;
