import { readWorkerConfig } from '../../runtime/config';

const key = `k:${Buffer.alloc(32).toString('base64')}`;
const complete = {
  PUBLIC_URL: 'https://heed.example',
  DATABASE_URL: 'postgresql://localhost/heed',
  KEYS_DATABASE_URL: 'postgresql://localhost/keys',
  ENCRYPTION_KEYS: key,
  INDEX_KEYS: key,
  TEMPORAL_ADDRESS: 'localhost:7233',
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'secret',
  TWILIO_MESSAGING_SERVICE_SID: 'MG1',
  SENDGRID_API_KEY: 'SG.1',
  EMAIL_FROM: 'care@heed.example',
};

function readWith(settings: Readonly<Record<string, string>>) {
  const environment = jest.replaceProperty(process, 'env', { ...complete, ...settings });
  try {
    return readWorkerConfig();
  } finally {
    environment.restore();
  }
}

test.each([
  ['MARKETING_EMAIL_FROM', 'care@heed.example', 'EMAIL_FROM'],
  ['TWILIO_MARKETING_MESSAGING_SERVICE_SID', 'MG1', 'TWILIO_MESSAGING_SERVICE_SID'],
])('%s is another sender than that of urgent care', (ofMarketing, shared, ofUrgentCare) => {
  expect(() => readWith({ [ofMarketing]: shared })).toThrow(
    `${ofMarketing} is not usable: it must be another one than ${ofUrgentCare}`,
  );
  expect(readWith({ [ofMarketing]: `x${shared}` })).toMatchObject({ [ofMarketing]: `x${shared}` });
  expect(readWith({})).not.toHaveProperty(ofMarketing);
});

test('no number counts as a mobile for nothing, and the list is of beginnings', () => {
  expect(readWith({})).toMatchObject({ PHONE_ALLOW_LIST: [] });
  expect(readWith({ PHONE_ALLOW_LIST: '+447700900,+999' })).toMatchObject({ PHONE_ALLOW_LIST: ['+447700900', '+999'] });
  expect(() => readWith({ PHONE_ALLOW_LIST: '07700' })).toThrow(/PHONE_ALLOW_LIST is not usable/);
});
