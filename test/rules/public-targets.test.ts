import { faultOfTarget, isPublicAddress, lookupPublic, TargetInside } from '../../runtime/public-targets';

/** Where an organisation's webhook may stand: nowhere on the inside. */

test.each([
  ['8.8.8.8', true],
  ['172.32.0.1', true],
  ['2606:4700::1111', true],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['169.254.169.254', false],
  ['172.16.0.1', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::7f00:1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['ff02::1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['not an address', false],
])('%s is reached over the internet: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test.each([
  ['https://hooks.platform.co.uk/opt-outs', null],
  ['https://8.8.8.8/opt-outs', null],
  ['http://hooks.platform.co.uk/opt-outs', 'must be https'],
  ['ftp://hooks.platform.co.uk/opt-outs', 'must be https'],
  ['https://user:password@hooks.platform.co.uk/', 'must have no name or password in it: webhooks are signed'],
  ['https://127.0.0.1/', 'must be reached over the internet'],
  ['https://2130706433/', 'must be reached over the internet'],
  ['https://0x7f.1/', 'must be reached over the internet'],
  ['https://[::1]/', 'must be reached over the internet'],
  ['https://[::ffff:10.0.0.1]/', 'must be reached over the internet'],
  ['https://169.254.169.254/latest/meta-data', 'must be reached over the internet'],
  ['https://localhost/', 'must be reached over the internet'],
  ['https://api.localhost/', 'must be reached over the internet'],
  ['https://keys.internal./', 'must be reached over the internet'],
  ['https://postgres:5432/', 'must be reached over the internet'],
  ['opt-outs', 'is no address of a webhook'],
])('%s: %s', (url, fault) => {
  expect(faultOfTarget(url, 'public')).toBe(fault);
});

test('a stack on one machine may have its webhooks there, by http', () => {
  expect(faultOfTarget('http://127.0.0.1:3001/platform', 'any')).toBeNull();
  expect(faultOfTarget('file:///etc/passwd', 'any')).toBe('must be http or https');
});

test.each([{ all: true }, {}])(
  'a name that stands for the inside gives no address to whoever connects (%j)',
  async (options) => {
    const answer = await new Promise((answered) => {
      lookupPublic('localhost', options, (error, address) => answered({ error, address }));
    });
    expect(answer).toMatchObject({ error: expect.any(TargetInside) });
  },
);
