import { Flag, NestedList, Text } from '../platform/http/fields.js';
import { SignatureView } from './session.dto.js';

export class VerifiedSignature extends SignatureView {
  @Text({ description: 'Form of the record and SHA-256 of it, as it was signed; the audit trail has it too.' }) recordDigest: string;
  @Flag({ nullable: true, description: 'Whether the record is still what was signed; null where it was signed in a form that can no longer be recomputed.' }) intact: boolean | null;
}

export class SignedRecord {
  @Text({ description: 'Of the record as it is stored now.' }) digest: string;
  @NestedList(() => VerifiedSignature) signatures: VerifiedSignature[];
}
