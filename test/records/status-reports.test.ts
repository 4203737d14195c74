import { readTogether } from '../../records/urgent-care/status-reports';

/** A flood of reports is read together, and each is answered for itself. */

const wait = () => {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, ended };
};

test('what is asked while a read is under way is read together after it, once for each id', async () => {
  const reads: (readonly [string, readonly string[]])[] = [];
  const first = wait();
  const statusOf = readTogether(async (organisation, ids) => {
    reads.push([organisation, ids]);
    if (reads.length === 1) await first.ended;
    return new Map(ids.filter((id) => id !== 'unknown').map((id) => [id, `${organisation}/${id}`]));
  });
  const one = statusOf('a', '1');
  await Promise.resolve();
  await Promise.resolve();
  const others = [statusOf('a', '2'), statusOf('a', '3'), statusOf('a', '2'), statusOf('a', 'unknown')];
  const elsewhere = statusOf('b', '2');
  expect(await elsewhere).toBe('b/2');
  first.end();
  expect(await one).toBe('a/1');
  expect(await Promise.all(others)).toEqual(['a/2', 'a/3', 'a/2', undefined]);
  expect(reads).toEqual([
    ['a', ['1']],
    ['b', ['2']],
    ['a', ['2', '3', 'unknown']],
  ]);
});

test('a read that fails fails those who asked for it, and nobody after them', async () => {
  let reads = 0;
  const statusOf = readTogether(async (_organisation, ids) => {
    reads += 1;
    if (reads === 1) throw new Error('away');
    return new Map(ids.map((id) => [id, 'delivered']));
  });
  await expect(Promise.allSettled([statusOf('a', '1'), statusOf('a', '2')])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
  expect(await statusOf('a', '1')).toBe('delivered');
});
