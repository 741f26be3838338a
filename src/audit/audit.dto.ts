import { Described, Flag, Instant, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export class AuditQuery extends PageQuery {
  @Uuid({ optional: true }) patientId?: string;
  @Uuid({ optional: true, description: 'The staff member who acted.' }) actorId?: string;
  @Text({ optional: true, maximum: 80, description: 'e.g. `session.signed`' }) action?: string;
  @Instant({ optional: true, description: 'From this instant on.' }) from?: string;
  @Instant({ optional: true, description: 'Before this instant.' }) to?: string;
}

export class AuditEntryView {
  @Uuid() id: string;
  @Instant() at: string;
  @Uuid({ nullable: true, description: 'Null when the service itself acted.' }) actorId: string | null;
  @OneOf(['staff', 'api-key', 'service'], { description: 'A machine acts in the name of whoever made its key.' }) actorKind: string;
  @Uuid({ nullable: true, description: 'The key with which a machine acted.' }) apiKeyId: string | null;
  @Text({ nullable: true }) ip: string | null;
  @Text() requestId: string;
  @Text() action: string;
  @Uuid({ nullable: true }) patientId: string | null;
  @Text() subjectType: string;
  @Uuid({ nullable: true }) subjectId: string | null;
  @Described({ type: 'object', additionalProperties: true }, { nullable: true, description: 'Field → {from, to}.' }) changes: object | null;
}

export class AuditVerdict {
  @Flag({ description: 'Whether every sealed entry is as it was when sealed.' }) ok: boolean;
  @Whole({ description: 'Entries on record.' }) events: number;
  @Whole({ description: 'How many of them are sealed; the rest follow within seconds.' }) sealedThrough: number;
  @Text({ optional: true, description: 'The hash of the last sealed entry: keep it elsewhere, to notice a tail that is cut off.' }) head?: string;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, description: 'The first entry that is not as it was: its place and what is wrong.' }) firstBroken?: object;
}

