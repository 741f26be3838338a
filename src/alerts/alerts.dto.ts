import { Instant, OneOf, Text, Uuid } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { ALERT_KINDS, ALERT_SEVERITIES } from './alert.entity.js';

export class AlertQuery extends PageQuery {
  @OneOf(['open', 'acknowledged'], { optional: true }) status?: string;
  @Uuid({ optional: true }) patientId?: string;
}

export class Acknowledgement {
  @Text({ minimum: 3, maximum: 2000, description: 'What was done about it.' }) note: string;
}

export class AlertView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Uuid({ nullable: true }) courseId: string | null;
  @OneOf(ALERT_KINDS) kind: string;
  @OneOf(ALERT_SEVERITIES) severity: string;
  @Text({ maximum: 1000 }) summary: string;
  @OneOf(['open', 'acknowledged']) status: string;
  @Instant() raisedAt: string;
  @Instant({ nullable: true }) acknowledgedAt: string | null;
  @Uuid({ nullable: true }) acknowledgedBy: string | null;
  @Text({ nullable: true, maximum: 2000 }) note: string | null;
}
