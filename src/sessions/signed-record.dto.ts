import { Flag, NestedList, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { SignatureView } from './session.dto.js';

export class VerifiedSignature extends SignatureView {
  @Text({ description: 'Form of the record and SHA-256 of it, as it was signed; the audit trail has it too.' }) recordDigest: string;
  @Flag({ nullable: true, description: 'Whether the record is still what was signed; null where it was signed in a form that can no longer be recomputed.' }) intact: boolean | null;
}

export class SignedRecord {
  @Text({ description: 'Of the record as it is stored now.' }) digest: string;
  @NestedList(() => VerifiedSignature) signatures: VerifiedSignature[];
}

export class BrokenSignature {
  @Uuid() sessionId: string;
  @Text({ nullable: true, description: 'Null where there is none.' }) meaning: string | null;
  @OneOf(['record-changed', 'signature-missing']) why: 'record-changed' | 'signature-missing';
}

export class SignaturesVerdict {
  @Flag() ok: boolean;
  @Whole({ description: 'Sessions with a signature, or signed by their state.' }) sessions: number;
  @Whole() signatures: number;
  @Whole({ description: 'Signed in a form that can no longer be recomputed.' }) notRecomputable: number;
  @Whole() brokenInAll: number;
  @NestedList(() => BrokenSignature, { description: 'The first hundred.' }) broken: BrokenSignature[];
}
