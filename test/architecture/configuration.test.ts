import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../runtime/project-root';

const rooms = ['workflows', 'activities', 'records', 'api', 'worker', 'runtime', 'prisma'];

function sourcesIn(room: string): string[] {
  return readdirSync(path.join(projectRoot, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
    .map((file) => path.join(room, file));
}

test('the environment is read in one place', () => {
  const reading = rooms
    .flatMap(sourcesIn)
    .filter((file) => readFileSync(path.join(projectRoot, file), 'utf8').includes('process.env'));
  expect(reading).toEqual(['runtime/config.ts']);
});
