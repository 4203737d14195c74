/** Files as small as their types allow, or as large as one wants. */
const begun = (bytes: readonly number[], size: number): string =>
  Buffer.concat([Buffer.from(bytes), Buffer.alloc(Math.max(0, size - bytes.length))]).toString('base64');

export const pdf = (size = 64) => ({
  contentType: 'application/pdf',
  base64: begun([...Buffer.from('%PDF-1.7\n')], size),
});
export const jpeg = (size = 64) => ({ contentType: 'image/jpeg', base64: begun([0xff, 0xd8, 0xff, 0xe0], size) });
export const png = (size = 64) => ({
  contentType: 'image/png',
  base64: begun([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], size),
});
