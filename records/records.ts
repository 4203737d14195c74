import { PrismaPg } from '@prisma/adapter-pg';
import type { RecordsConfig } from '../runtime/config';
import type { PayloadKeys } from '../runtime/temporal/payload-codec';
import { sayIfAway } from './away';
import { createBlindIndex } from './blind-index';
import { type Prisma, PrismaClient } from './generated/client';
import { incarnationOf } from './incarnation';
import { createDataKeys, type DataKeys } from './keys/data-keys';
import { createPayloadKeys } from './keys/payload-keys';
import { createPhones } from './phones';
import { createPool } from './pool';
import { seal, unseal } from './sealing';
import { createStatementNames } from './statement-names';
import type { Work } from './work';

/** The way to what is remembered. */
export interface Records {
  /** One transaction as this organisation: row-level security lets no other organisation's row through. */
  withOrganisation<T>(organisationId: string, at: Date, work: (work: Work) => Promise<T>): Promise<T>;
  /** One transaction over the ids-only directory and outbox, which stand above organisations. */
  withDirectory<T>(work: (db: Prisma.TransactionClient) => Promise<T>): Promise<T>;
  /** One transaction over what is open in all organisations: enums and instants, to be counted. */
  watching<T>(work: (db: Prisma.TransactionClient) => Promise<T>): Promise<T>;
  /** The keys' side of erasure, and of the ring's rotation. */
  readonly keys: Pick<DataKeys, 'known' | 'stillThere' | 'ledger' | 'rewrapping'>;
  /** Under which Temporal holds payloads. */
  readonly payloadKeys: PayloadKeys;
  /** Rejects when the databases do not answer. */
  ping(): Promise<void>;
  /**
   * Names the two databases: otherwise once one of them was restored, or its server was started anew. Costs the same
   * whatever they hold.
   */
  incarnation(): Promise<string>;
  close(): Promise<void>;
}

const transactionLimits = { maxWait: 5_000, timeout: 15_000 };

/**
 * @param connections how many transactions may be open at once in this process
 * @param applicationName by which PostgreSQL tells its connections from others
 */
export function createRecords(config: RecordsConfig, connections = 10, applicationName = 'heed'): Records {
  const pool = createPool({
    connectionString: config.DATABASE_URL,
    max: connections,
    application_name: applicationName,
    options: '-c timezone=UTC',
  });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator: createStatementNames() }),
  });
  const keysPool = createPool({
    connectionString: config.KEYS_DATABASE_URL,
    max: 5,
    application_name: applicationName,
  });
  const dataKeys = createDataKeys(keysPool, config.ENCRYPTION_KEYS);
  const blindIndex = createBlindIndex(config.INDEX_KEYS);
  const suppressionHashes = createBlindIndex(config.INDEX_KEYS, 'suppression');
  const phones = createPhones(config.PHONE_ALLOW_LIST);

  const workOf = (db: Prisma.TransactionClient, organisationId: string, at: Date): Work => {
    const keys = new Map<string, Promise<Buffer>>();
    const about = new Set<string>();
    const once = (subjectId: string, find: () => Promise<Buffer>): Promise<Buffer> => {
      if (subjectId !== organisationId) about.add(subjectId);
      const known = keys.get(subjectId) ?? find();
      keys.set(subjectId, known);
      return known;
    };
    const sealBytes: Work['sealBytes'] = async (subjectId, plain) =>
      seal(await once(subjectId, () => dataKeys.keyToSeal(subjectId, organisationId)), subjectId, plain);
    const openBytes: Work['openBytes'] = async (subjectId, sealed) =>
      unseal(await once(subjectId, () => dataKeys.keyToOpen(subjectId)), subjectId, sealed);
    return {
      db,
      organisationId,
      at,
      seal: (subjectId, value) => sealBytes(subjectId, Buffer.from(JSON.stringify(value))),
      open: async (subjectId, sealed) => JSON.parse((await openBytes(subjectId, sealed)).toString('utf8')),
      fetchKeys: async (subjectIds) => {
        const unknown = subjectIds.filter((subjectId) => !keys.has(subjectId));
        for (const [subjectId, key] of await dataKeys.keysToOpen(unknown)) keys.set(subjectId, Promise.resolve(key));
      },
      sealBytes,
      openBytes,
      destroyKey: async (subjectId) => {
        keys.delete(subjectId);
        // Whoever restores an older database of keys is told from here that this one has to go again.
        await db.destroyedKey.createMany({
          data: [{ organisationId, subjectId, destroyedAt: at }],
          skipDuplicates: true,
        });
        await dataKeys.destroy(subjectId, organisationId);
      },
      index: (address) => blindIndex.of(organisationId, address),
      indexes: (address) => blindIndex.allOf(organisationId, address),
      suppressionHash: (address) => suppressionHashes.of(organisationId, address),
      suppressionHashes: (address) => suppressionHashes.allOf(organisationId, address),
      isMobile: phones.isMobile,
      about,
      untold: [],
    };
  };

  const transaction = async <T>(work: (db: Prisma.TransactionClient) => Promise<T>): Promise<T> => {
    try {
      return await prisma.$transaction(work, transactionLimits);
    } catch (error) {
      throw sayIfAway(error);
    }
  };

  return {
    withOrganisation: (organisationId, at, work) =>
      transaction(async (db) => {
        await db.$executeRaw`SELECT set_config('app.organisation', ${organisationId}, true)`;
        return work(workOf(db, organisationId, at));
      }),
    withDirectory: (work) =>
      transaction(async (db) => {
        await db.$executeRaw`SET LOCAL ROLE heed_directory`;
        return work(db);
      }),
    watching: (work) =>
      transaction(async (db) => {
        await db.$executeRaw`SET LOCAL ROLE heed_watch`;
        return work(db);
      }),
    keys: dataKeys,
    payloadKeys: createPayloadKeys(keysPool, config.ENCRYPTION_KEYS),
    ping: async () => {
      try {
        await prisma.$queryRaw`SELECT 1`;
        await keysPool.query('SELECT 1');
      } catch (error) {
        throw sayIfAway(error);
      }
    },
    incarnation: async () => {
      try {
        const main = await incarnationOf(pool, ['clients', 'erasures']);
        return `${main} ${await incarnationOf(keysPool, ['data_keys', 'erasure_ledger'])}`;
      } catch (error) {
        throw sayIfAway(error);
      }
    },
    close: async () => {
      await prisma.$disconnect();
      await dataKeys.close();
    },
  };
}
