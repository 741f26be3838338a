import { Described, Flag, Instant, OneOf, Text, Texts, Uuid, Whole } from '../platform/http/fields.js';
import { FlagFromText, PageQuery } from '../platform/http/paging.js';

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
  @Described({ type: 'object', additionalProperties: true }, { nullable: true, description: 'Field → {from, to}; null for a look, and for a record that is closed to the reader.' }) changes: object | null;
}

export class AccessLogQuery extends PageQuery {
  @Uuid({ optional: true, description: 'The staff member who acted.' }) actorId?: string;
  @OneOf(['seen', 'changed'], { optional: true }) what?: string;
  @Instant({ optional: true, description: 'From this instant on.' }) from?: string;
  @Instant({ optional: true, description: 'Before this instant.' }) to?: string;
}

/** One look at a record, or one change of it. What was changed is in the audit trail. */
export class AccessLogEntry {
  @Uuid() id: string;
  @Instant() at: string;
  @OneOf(['staff', 'api-key', 'service'], { description: 'A machine acts in the name of whoever made its key.' }) actorKind: string;
  @Uuid({ nullable: true, description: 'Null when the service itself acted.' }) actorId: string | null;
  @Text({ nullable: true, description: 'As the person is called now.' }) actorName: string | null;
  @Texts({ maximumItems: 20, maximum: 40, description: 'As they are now.' }) actorRoles: string[];
  @Text({ nullable: true }) apiKeyName: string | null;
  @OneOf(['seen', 'changed']) what: string;
  @Text() action: string;
  @Text() subjectType: string;
  @Uuid({ nullable: true }) subjectId: string | null;
  @Text({ nullable: true }) ip: string | null;
  @Text({ nullable: true, maximum: 2000, description: 'Why the glass was broken, where this was seen through it.' }) glassBrokenFor: string | null;
}

export class AuditHeadView {
  @Uuid() clinicId: string;
  @Whole({ description: 'The place of the last sealed entry; 0 before the first.' }) sequence: number;
  @Text({ description: 'Its hash: SHA-256, hexadecimal.' }) hash: string;
  @Instant({ description: 'When this was said.' }) at: string;
  @Text({ maximum: 4000, description: 'All of it signed by the service (JWS, compact). Keep it elsewhere.' }) jws: string;
}

export class VerifyQuery {
  @Text({ optional: true, maximum: 4000, description: 'The `jws` of a head that was exported: a tail cut off since, or a chain written anew, is found by it.' }) anchor?: string;
  @FlagFromText()
  @Flag({ optional: true, description: 'Believe what lies before the anchor, and recompute only what follows.' })
  fromAnchor?: boolean;
}

export class AuditVerdict {
  @Flag({ description: 'Whether every sealed entry is as it was when sealed.' }) ok: boolean;
  @Whole({ description: 'Entries on record.' }) events: number;
  @Whole({ description: 'How many of them are sealed; the rest follow within seconds.' }) sealedThrough: number;
  @Text({ optional: true, description: 'The hash of the last sealed entry: to keep one elsewhere, ask for `/v1/audit/head`.' }) head?: string;
  @Described({ type: 'object', additionalProperties: true }, { optional: true, description: 'The first entry that is not as it was: its place and what is wrong.' }) firstBroken?: object;
}

