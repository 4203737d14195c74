import { demoMobiles } from '../../prisma/demo-data';
import { createPhones, requireMobiles } from '../../records/phones';

const anywhere = createPhones([]);
const beforeTheSandbox = createPhones(demoMobiles);

test.each(['+447911123456', '+447624123456', '+33612345678', '+12025550123'])('%s takes SMS', (number) => {
  expect(anywhere.isMobile(number)).toBe(true);
});

test.each([
  ['a landline', '+442079460000'],
  ['a freephone number', '+448081570192'],
  ['no country', '07911123456'],
  ['not as it is dialled', '+44 7911 123456'],
  ['a digit too many', '+4479111234567'],
  ['a country that does not exist', '+9995'],
  ['no number', 'ask my sister'],
  ['nothing', ''],
])('%s takes none: %s', (_what, number) => {
  expect(anywhere.isMobile(number)).toBe(false);
});

test("Ofcom's numbers for drama are nobody's, and mobiles only where a sandbox stands in for them", () => {
  expect(anywhere.isMobile('+447700900123')).toBe(false);
  expect(beforeTheSandbox.isMobile('+447700900123')).toBe(true);
  expect(beforeTheSandbox.isMobile('+441632960123')).toBe(false);
  expect(beforeTheSandbox.isMobile('+447911123456')).toBe(true);
});

test('numbers that are asked for as mobiles are refused by name, and one that is not given is not missed', () => {
  const given = { mobile: '+447911123456', 'contact-1.mobile': '+442079460000', 'contact-2.mobile': null };
  expect(() => requireMobiles(anywhere, given)).toThrow(
    expect.objectContaining({
      fault: 'invalid-input',
      problem: 'not-a-mobile',
      details: { errors: [{ path: 'contact-1.mobile', message: expect.any(String) }] },
    }),
  );
  expect(() => requireMobiles(anywhere, { ...given, 'contact-1.mobile': null })).not.toThrow();
});
