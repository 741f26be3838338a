import { Flag, Instant, Text, Texts, Uuid } from '../../platform/http/fields.js';
import { FlagFromText, PageQuery } from '../../platform/http/paging.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export class NewRestriction {
  @Text({ maximum: 1000 }) reason: string;
  @Texts({ pattern: UUID, optional: true, description: 'Who may see it besides the clinicians who prescribed one of the patient’s courses.' }) staffIds?: string[];
}

export class Lifting {
  @Text({ maximum: 1000 }) reason: string;
}

export class RestrictionView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Text({ maximum: 1000 }) reason: string;
  @Texts({ pattern: UUID }) staffIds: string[];
  @Instant() restrictedAt: string;
  @Uuid() restrictedBy: string;
  @Instant({ nullable: true }) liftedAt: string | null;
  @Uuid({ nullable: true }) liftedBy: string | null;
  @Text({ maximum: 1000, nullable: true }) liftReason: string | null;
}

export class GlassBreaking {
  @Text({ minimum: 5, maximum: 1000, description: 'Why the record is needed now; the clinic’s admins and auditors read it.' }) reason: string;
  @Text({ optional: true, description: 'The password, or a code as `otp`; neither is needed within minutes of POST /v1/auth/confirm.' }) password?: string;
  @Text({ optional: true, maximum: 40 }) otp?: string;
}

export class BrokenGlassQuery extends PageQuery {
  @Uuid({ optional: true, description: 'Who broke the glass.' }) staffId?: string;
  @Instant({ optional: true, description: 'From this instant on.' }) from?: string;
  @FlagFromText() @Flag({ optional: true, description: 'false: those that nobody has reviewed yet.' }) reviewed?: boolean;
}

export class GlassGrantView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Uuid() staffId: string;
  @Text({ maximum: 1000 }) reason: string;
  @Instant() brokenAt: string;
  @Instant() expiresAt: string;
  @Instant({ nullable: true }) reviewedAt: string | null;
  @Uuid({ nullable: true }) reviewedBy: string | null;
  @Flag({ nullable: true, description: 'Whether the need was there; null until somebody has reviewed it.' }) justified: boolean | null;
  @Text({ maximum: 2000, nullable: true }) reviewNote: string | null;
}

export class GlassReviewing {
  @Flag({ description: 'Whether the need was there.' }) justified: boolean;
  @Text({ minimum: 5, maximum: 2000, description: 'What was looked at, and what follows from it.' }) note: string;
}
