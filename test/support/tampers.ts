/** What an owner of the database could do to the audit, who takes its triggers off for a moment: these statements, as one. */
export const tampering = (sql: string): string => `
  ALTER TABLE audit_entries DISABLE TRIGGER append_only; ALTER TABLE audit_seals DISABLE TRIGGER append_only; ${sql};
  ALTER TABLE audit_entries ENABLE TRIGGER append_only; ALTER TABLE audit_seals ENABLE TRIGGER append_only`;
