import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { invalidField, notFound } from '../errors';
import type { Work } from '../work';
import { newestSigned } from './consent-forms';

/** A form that was signed on paper, as it was scanned or photographed. */
export interface SignedDocument {
  readonly contentType: DocumentType;
  readonly bytes: Buffer;
}

export const documentTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type DocumentType = (typeof documentTypes)[number];

/** How a file of each type is named. */
export const fileEndings: Readonly<Record<DocumentType, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

const largestDocumentMb = 10;
const largestDocument = largestDocumentMb * 1024 * 1024;

/** How files of each type begin. */
const beginnings: Readonly<Record<DocumentType, Buffer>> = {
  'application/pdf': Buffer.from('%PDF-'),
  'image/jpeg': Buffer.of(0xff, 0xd8, 0xff),
  'image/png': Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
};

/**
 * The file behind what was sent.
 * @throws InvalidInput for one that is no base64, empty, larger than 10 MB, or another type than it says
 */
export function readDocument({
  contentType,
  base64,
}: {
  readonly contentType: DocumentType;
  readonly base64: string;
}): SignedDocument {
  const bytes = Buffer.from(base64, 'base64');
  // Decoding leaves out what is no base64; encoding it again shows that something was.
  if (bytes.length === 0 || bytes.toString('base64') !== base64) {
    throw invalidField('document/base64', 'is not the base64 of a file', { problem: 'document-unreadable' });
  }
  if (bytes.length > largestDocument) {
    throw invalidField('document/base64', `is larger than ${largestDocumentMb} MB`, { problem: 'document-too-large' });
  }
  const actual = documentTypes.find((type) => bytes.subarray(0, beginnings[type].length).equals(beginnings[type]));
  if (actual !== contentType) {
    const is = actual ? `is ${actual}` : 'is neither PDF nor JPEG nor PNG';
    throw invalidField('document/contentType', `says ${contentType}, but the file ${is}`, {
      problem: 'document-is-another-type',
    });
  }
  return { contentType, bytes };
}

/** The file of what the client signed last. Every look is audited. @throws NotFound if there is none */
export async function documentOf(work: Work, caller: Caller, clientId: string): Promise<SignedDocument> {
  const signed = await newestSigned(work, clientId);
  const found =
    signed && (await work.db.consentForm.findUnique({ where: { id: signed.id }, select: { document: true } }));
  if (!signed?.documentType || !found?.document) throw notFound('document');
  await auditRead(work, caller, { action: 'consent-form-document.read', clientId });
  return {
    // The database lets no other type in.
    contentType: signed.documentType as DocumentType,
    bytes: await work.openBytes(clientId, found.document),
  };
}
