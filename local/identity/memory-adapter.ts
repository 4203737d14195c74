import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
}

/** The provider's sessions, codes and grants, in memory: a restart signs everybody out of the provider, no more. */
export function createMemoryAdapter(): AdapterFactory {
  const kept = new Map<string, Kept>();

  function live(key: string): AdapterPayload | undefined {
    const found = kept.get(key);
    if (found && found.expiresAtMs <= Date.now()) kept.delete(key);
    return kept.get(key)?.payload;
  }

  function firstOf(kind: string, isMeant: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    const keys = [...kept.keys()].filter((key) => key.startsWith(`${kind}:`));
    return keys.map(live).find((payload) => payload !== undefined && isMeant(payload));
  }

  return (kind): Adapter => ({
    async upsert(id, payload, expiresInSeconds) {
      const expiresAtMs =
        expiresInSeconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresInSeconds * 1000;
      kept.set(`${kind}:${id}`, { payload, expiresAtMs });
    },
    async find(id) {
      return live(`${kind}:${id}`);
    },
    async findByUid(uid) {
      return firstOf(kind, (payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return firstOf(kind, (payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const payload = live(`${kind}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      kept.delete(`${kind}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) {
        if (payload.grantId === grantId) kept.delete(key);
      }
    },
  });
}
