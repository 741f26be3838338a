import { Flag, SomeOf, Text, Texts, Uuid, Whole } from '../../platform/http/fields.js';
import { ROLES } from '../permissions/matrix.js';

export class EnrolmentView {
  @Text({ description: 'Base32, for authenticators that cannot read a picture. Shown this once.' }) secret: string;
  @Text({ maximum: 2000, description: 'What the picture (QR code) for the authenticator holds.' }) otpauthUri: string;
}

export class CodeConfirmation {
  @Text({ maximum: 20, description: 'Six digits from the authenticator.' }) otp: string;
}

export class ProofRequest {
  @Text({ optional: true, maximum: 256 }) password?: string;
  @Text({ optional: true, maximum: 20, description: 'Code of the second factor, or a recovery code.' }) otp?: string;
}

export class RecoveryCodesView {
  @Texts({ description: 'Shown this once; each opens the account once, in place of a code.' }) recoveryCodes: string[];
}

export class SecondFactorView {
  @Flag() enabled: boolean;
  @Flag({ description: 'The clinic demands one of this member’s roles.' }) required: boolean;
  @Whole() recoveryCodesLeft: number;
}

export class SecuritySettingsView {
  @Uuid({ description: 'The clinic’s.' }) id: string;
  @SomeOf(ROLES, { description: 'Whoever holds one of these roles can do nothing without a second factor but set one up.' }) secondFactorRoles: string[];
}

export class SecuritySettingsChange {
  @SomeOf(ROLES) secondFactorRoles: string[];
}
