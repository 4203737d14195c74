import { inflateSync } from 'node:zlib';

/** What a reader of a PDF of ours sees, without the spaces: lines break where they will. */
export function drawnText(pdf: Buffer): string {
  const file = pdf.toString('latin1');
  const drawn = [...file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, stream = '']) =>
    inflateSync(Buffer.from(stream, 'latin1')).toString('latin1'),
  );
  const letters = [...drawn.join('\n').matchAll(/<([0-9a-f]+)>/g)].map(([, hex = '']) => Buffer.from(hex, 'hex'));
  // Windows-1252, of whose own letters only this one is used here.
  return close(Buffer.concat(letters).toString('latin1').replaceAll('\u0092', '’'));
}

export const close = (text: string): string => text.replace(/\s/g, '');
