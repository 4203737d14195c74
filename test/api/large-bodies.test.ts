import { once } from 'node:events';
import { request as ask } from 'node:http';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';

/** What is larger than it may be is refused before it is read. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

describe('bodies', () => {
  const post = async (bytes: number, chunked: boolean): Promise<number> => {
    const token = await api.token('admin');
    const request = ask(`${api.url}/v1/interests`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes }),
      },
    });
    // What is refused is not read to its end: the rest of it finds the connection closed.
    request.on('error', () => undefined);
    const answered = once(request, 'response');
    request.end(Buffer.alloc(bytes, 32));
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  };

  test.each([
    ['that say how long they are', false],
    ['that do not say how long they are', true],
  ])('a flood of 2 MB, %s, is refused and does not stay in memory', async (_what, chunked) => {
    const flood = async (count: number) => {
      const answered: number[] = [];
      for (let wave = 0; wave < count; wave += 20) {
        answered.push(...(await Promise.all(Array.from({ length: 20 }, () => post(2_000_000, chunked)))));
      }
      return answered;
    };
    await flood(40);
    const before = process.memoryUsage();
    const answered = await flood(200);
    const after = process.memoryUsage();
    expect(new Set(answered)).toEqual(new Set([413]));
    // 400 MB were sent. What stays is less than a tenth of it.
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(40_000_000);
  });
});
