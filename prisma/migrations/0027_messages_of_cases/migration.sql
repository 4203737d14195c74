-- What people wrote is read with its case, and goes with it when that is erased.
CREATE INDEX inbound_messages_of_case ON inbound_messages (case_id, id) WHERE case_id IS NOT NULL;
