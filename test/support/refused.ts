import type { ApiUnderTest, Reply } from './api';

/** Asks, and makes sure that the refusal is a problem document and that nothing was saved. */
export async function refusedBy(api: ApiUnderTest, asking: () => Promise<Reply>): Promise<Reply> {
  const before = await api.onRecord();
  const reply = await asking();
  expect(await api.onRecord()).toEqual(before);
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.body).toMatchObject({
    type: expect.stringMatching(/^urn:heed:problem:[a-z-]+$/),
    status: reply.status,
    title: expect.any(String),
    detail: expect.stringMatching(/\S/),
  });
  return reply;
}
