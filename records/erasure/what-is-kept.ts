import type { RetentionCategory } from '../../workflows/retention/words';
import type { NoticeSubject } from '../../workflows/staff-notice/contract';
import { Prisma } from '../generated/client';

/**
 * Where the data of a client stand, by what they are kept for: each table, by what its rows are found, and the processes
 * whose histories belong to it. Whatever hangs on a row comes before it. A table that is not here holds nothing of
 * clients, and is named in `holdNothingOfClients`.
 */

/** Whose data are looked for, and what is asked to go. */
export interface Whose {
  readonly clientId: string;
  /** Their addresses' blind indexes, under every key of the ring; none once the addresses are gone. */
  readonly addresses: readonly Uint8Array[];
  readonly asked: readonly RetentionCategory[];
}

export interface KeptTable {
  readonly table: string;
  readonly of: (whose: Whose) => Prisma.Sql;
}

export interface KeptCategory {
  readonly tables: readonly KeptTable[];
  /** Selects the ids of workflows, as `id`. */
  readonly processes: ((whose: Whose) => Prisma.Sql) | null;
}

const sql = Prisma.sql;

const ofClient = ({ clientId }: Whose): Prisma.Sql => sql`client_id = ${clientId}::uuid`;
const signUps = ({ clientId }: Whose): Prisma.Sql => sql`SELECT id FROM sign_ups WHERE client_id = ${clientId}::uuid`;
const cases = ({ clientId }: Whose): Prisma.Sql => sql`SELECT id FROM cases WHERE client_id = ${clientId}::uuid`;
const ofItsCases = (whose: Whose): Prisma.Sql => sql`case_id IN (${cases(whose)})`;
const fromTheirAddresses = ({ addresses }: Whose, column: string): Prisma.Sql =>
  addresses.length === 0 ? sql`false` : sql`${Prisma.raw(column)} IN (${Prisma.join(addresses)})`;

/** Deadlines that are over, and those of what is asked to go now; another deadline still waits for what it is about. */
const overOrAsked = (whose: Whose): Prisma.Sql =>
  sql`${ofClient(whose)} AND (settled_at IS NOT NULL OR categories <@ ${[...whose.asked]}::text[])`;

const besideCases = (whose: Whose): Prisma.Sql =>
  sql`case_id IS NULL AND (${ofClient(whose)} OR ${fromTheirAddresses(whose, 'sender_index')})`;

const nothing: KeptCategory = { tables: [], processes: null };

export const whatIsKept: Readonly<Record<RetentionCategory, KeptCategory>> = {
  assessment: {
    tables: [
      { table: 'assessment_drafts', of: ofClient },
      { table: 'assessments', of: ofClient },
      { table: 'safety_concerns', of: ofClient },
    ],
    processes: (whose) => sql`SELECT 'safety-conversation/' || id AS id FROM safety_concerns WHERE ${ofClient(whose)}`,
  },
  // Heed keeps neither coursework nor feedback nor discharge letters: their organisations do, and are told to erase theirs.
  coursework: nothing,
  feedback: nothing,
  discharge: nothing,
  notes: {
    tables: [
      { table: 'notes', of: ofClient },
      { table: 'client_summaries', of: ofClient },
    ],
    processes: null,
  },
  plan: {
    tables: [
      { table: 'contact_notices', of: ofClient },
      { table: 'urgent_care_plans', of: ofClient },
      { table: 'plan_versions', of: ofClient },
    ],
    processes: (whose) =>
      sql`SELECT 'staff-notice/contact-declined/' || client_id || '/' || version AS id
          FROM plan_versions WHERE ${ofClient(whose)}`,
  },
  messages: {
    tables: [
      { table: 'dispatches', of: (whose) => sql`case_id IS NULL AND ${ofClient(whose)}` },
      { table: 'inbound_messages', of: besideCases },
    ],
    processes: (whose) =>
      sql`SELECT 'staff-notice/message-without-case/' || id AS id FROM inbound_messages WHERE ${besideCases(whose)}
          UNION ALL SELECT 'staff-notice/client-not-reached/' || id FROM dispatches
            WHERE case_id IS NULL AND ${ofClient(whose)}`,
  },
  cases: {
    tables: [
      {
        table: 'webhook_deliveries',
        of: (whose) => sql`${ofClient(whose)} AND type LIKE 'case.%'`,
      },
      {
        table: 'directory_entries',
        of: (whose) => sql`kind = 'link' AND key IN (SELECT token_hash FROM personal_links WHERE ${ofItsCases(whose)})`,
      },
      ...['personal_links', 'timeline_entries', 'step_tries', 'checkpoints', 'proposals', 'dispatches', 'mandates'].map(
        (table) => ({ table, of: ofItsCases }),
      ),
      ...['consents', 'decisions', 'handovers', 'case_acts', 'case_recipients', 'inbound_messages'].map((table) => ({
        table,
        of: ofItsCases,
      })),
      { table: 'cases', of: ofClient },
    ],
    processes: (whose) =>
      sql`SELECT kind || id AS id FROM (${cases(whose)}) c, unnest(ARRAY['urgent-care/', 'staff-notice/complaint/',
            'staff-notice/client-not-told/', 'staff-notice/client-not-asked/']) kind
          UNION ALL SELECT 'staff-notice/message-without-case/' || id FROM inbound_messages WHERE ${ofItsCases(whose)}`,
  },
  'consent-forms': {
    tables: [{ table: 'consent_forms', of: ofClient }],
    processes: (whose) =>
      sql`SELECT 'staff-notice/consent-form-withdrawn/' || id AS id FROM consent_forms WHERE ${ofClient(whose)}`,
  },
  account: {
    tables: [
      {
        table: 'directory_entries',
        of: (whose) => sql`kind = 'link' AND key IN (SELECT token_hash FROM client_links WHERE ${ofClient(whose)})`,
      },
      { table: 'client_links', of: ofClient },
      { table: 'webhook_deliveries', of: (whose) => sql`${ofClient(whose)} AND type NOT LIKE 'case.%'` },
      { table: 'retentions', of: overOrAsked },
      {
        table: 'enrolments',
        of: (whose) =>
          sql`${ofClient(whose)} AND NOT EXISTS (SELECT FROM retentions r WHERE r.enrolment_id = enrolments.id)`,
      },
      { table: 'client_events', of: ofClient },
      { table: 'conflicts_of_interest', of: ofClient },
      { table: 'allocations', of: ofClient },
      { table: 'marketing_consents', of: ofClient },
      {
        table: 'interests',
        of: (whose) => sql`(${ofClient(whose)} OR ${fromTheirAddresses(whose, 'email_index')})`,
      },
      { table: 'holds', of: (whose) => sql`${ofClient(whose)} AND lifted_at IS NOT NULL` },
      { table: 'sign_up_acts', of: (whose) => sql`sign_up_id IN (${signUps(whose)})` },
      {
        table: 'sign_ups',
        of: (whose) => sql`${ofClient(whose)} AND NOT EXISTS (
          SELECT FROM enrolments e WHERE e.sign_up_id = sign_ups.id
          UNION ALL SELECT FROM assessments a WHERE a.sign_up_id = sign_ups.id
          UNION ALL SELECT FROM assessment_drafts d WHERE d.sign_up_id = sign_ups.id
          UNION ALL SELECT FROM safety_concerns s WHERE s.sign_up_id = sign_ups.id
          UNION ALL SELECT FROM dispatches m WHERE m.sign_up_id = sign_ups.id)`,
      },
    ],
    processes: (whose) =>
      sql`SELECT 'sign-up/' || id AS id FROM (${signUps(whose)}) s
          UNION ALL SELECT 'retention/' || enrolment_id || '/' || version FROM retentions WHERE ${overOrAsked(whose)}
          UNION ALL SELECT 'staff-notice/retention-not-told/' || client_id || '/' || enrolment_id || '/' || version
            FROM retentions WHERE ${overOrAsked(whose)}
          UNION ALL SELECT 'staff-notice/retention-not-told/' || id || '/never-enrolled'
            FROM clients WHERE id = ${whose.clientId}::uuid AND noticed_at IS NOT NULL
          UNION ALL SELECT 'staff-notice/copy-refused/' || client_id || '/' || id FROM client_links WHERE ${ofClient(whose)}
          UNION ALL SELECT 'staff-notice/' || kind || '/' || id FROM client_events WHERE ${ofClient(whose)}`,
  },
};

/** With which category a notice to staff goes. `null`: it is about nobody's data, or outlives them as their opt-out does. */
export const categoryOfNotice: Readonly<Record<NoticeSubject, RetentionCategory | null>> = {
  'message-without-case': 'messages',
  'client-not-reached': 'messages',
  complaint: 'cases',
  'client-not-told': 'cases',
  'client-not-asked': 'cases',
  'consent-form-withdrawn': 'consent-forms',
  'contact-declined': 'plan',
  'retention-not-told': 'account',
  'copy-refused': 'account',
  'booking-cancelled': 'account',
  'payment-failed': 'account',
  'new-client': 'account',
  'client-objects': 'account',
  'opt-out-unconfirmed': null,
  'opt-out-due-tomorrow': null,
  'opt-out-breached': null,
  'retention-repaired': null,
  'webhook-endpoint-disabled': null,
};

/** Who is erased: this row goes last of all, when nothing is left that hangs on it. */
export const theirOwn = 'clients';

/** Rows that name a client by their process, their answer or their place in a list; erased with what they belong to. */
export const erasedWithTheirSubject = [
  'outbox_entries',
  'workflow_runs',
  'idempotency_keys',
  'marketing_messages',
] as const;

/** What is kept of organisations and of their staff, what outlives whom it is about without telling who it was, and proof. */
export const holdNothingOfClients = [
  'organisations',
  'staff',
  'courses',
  'policies',
  'mandate_rules',
  'rotas',
  'practitioners',
  'consent_form_versions',
  'retention_schedules',
  'marketing_lists',
  'webhook_endpoints',
  // Hashes: who is not to be written to, and in which order was written what nobody can read any more.
  'suppressions',
  'audit_entries',
  'audit_seals',
  // Ids and instants: the proof that an opt-out was carried out. Its addresses are under a key of its own, and go with it.
  'opt_outs',
  'opt_out_lists',
  // Ids of what had a key of its own, and is gone with it.
  'destroyed_keys',
  'erasures',
  'erasure_steps',
  'erasure_histories',
  'outcome_counts',
] as const;
