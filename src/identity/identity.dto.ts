import { Email, Flag, Instant, Nested, OneOf, SomeOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { ROLES } from './permissions/matrix.js';

export class LoginRequest {
  @Email({ example: 'clinician@harbour.example' }) email: string;
  @Text({ minimum: 1, maximum: 256 }) password: string;
  @Text({ optional: true, maximum: 20, description: 'Code of the second factor, where one is set up.' }) otp?: string;
  @Uuid({ optional: true, description: 'Which clinic, for who works at several with one password.' }) clinicId?: string;
}

export class OpenIdLogin {
  @Text({ maximum: 8000, description: 'An ID token of the issuer that this installation trusts, at most ten minutes old; good once.' }) idToken: string;
  @Uuid({ optional: true, description: 'Which clinic, for who works at several.' }) clinicId?: string;
  @Text({ optional: true, maximum: 20, description: 'Code of the second factor, where one is set up here and the issuer saw none.' }) otp?: string;
}

export class RefreshRequest {
  @Text({ maximum: 300 }) refreshToken: string;
}

export class PasswordChange {
  @Text({ maximum: 256 }) currentPassword: string;
  @Text({ maximum: 256, description: '12 to 128 characters, of any kind, and none that everybody guesses.' }) newPassword: string;
}

export class StaffView {
  @Uuid() id: string;
  @Email() email: string;
  @Text() displayName: string;
  @SomeOf(ROLES) roles: string[];
  @Flag() active: boolean;
  @Instant() createdAt: string;
}

export class MeView extends StaffView {
  @Uuid() clinicId: string;
}

export class LoginAnswer {
  @Text({ maximum: 4000 }) accessToken: string;
  @Text({ maximum: 300 }) refreshToken: string;
  @OneOf(['Bearer']) tokenType: string;
  @Whole({ description: 'Seconds until the access token expires.' }) expiresIn: number;
  @Flag({ description: 'The clinic demands a second factor that is not set up: until then nothing else can be done.' }) secondFactorRequired: boolean;
  @Nested(() => MeView) user: MeView;
}

export class NewStaff {
  @Email() email: string;
  @Text() displayName: string;
  @SomeOf(ROLES, { minimumItems: 1 }) roles: string[];
  @Text({ optional: true, maximum: 256, description: 'A first password, to be changed by its owner; without one they are invited to set it.' }) password?: string;
}

export class StaffChange {
  @Text({ optional: true }) displayName?: string;
  @SomeOf(ROLES, { optional: true, minimumItems: 1 }) roles?: string[];
}

export class LoginSessionView {
  @Uuid() id: string;
  @Instant() createdAt: string;
  @Instant({ description: 'The login itself, or its last refresh.' }) lastUsedAt: string;
  @Instant() expiresAt: string;
  @Text({ nullable: true }) ip: string | null;
  @Text({ nullable: true, maximum: 300 }) userAgent: string | null;
  @Flag({ description: 'The login that asks.' }) current: boolean;
}
