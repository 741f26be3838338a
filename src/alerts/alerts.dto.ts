import { Instant, NestedList, OneOf, Text, Uuid, Whole } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { ALERT_KINDS, ALERT_SEVERITIES, ALERT_STATUSES } from './alert.entity.js';

export class AlertQuery extends PageQuery {
  @OneOf(ALERT_STATUSES, { optional: true }) status?: string;
  @OneOf(ALERT_KINDS, { optional: true }) kind?: string;
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
  @OneOf(ALERT_STATUSES, { description: '`resolved`: its reason was gone before anybody answered.' }) status: string;
  @Instant() raisedAt: string;
  @Instant({ nullable: true }) acknowledgedAt: string | null;
  @Uuid({ nullable: true }) acknowledgedBy: string | null;
  @Text({ nullable: true, maximum: 2000 }) note: string | null;
  @Uuid({ nullable: true, description: 'Who prescribed the treatment and hears of it first; null: every clinician.' }) responsibleId: string | null;
  @Instant({ nullable: true, description: 'When it goes to every clinician unless somebody has answered; null where it may wait.' }) acknowledgeBy: string | null;
  @Instant({ nullable: true }) escalatedAt: string | null;
  @Instant({ nullable: true }) resolvedAt: string | null;
  @Text({ nullable: true, maximum: 1000, description: 'Why nobody has to answer it any more.' }) resolution: string | null;
}

export class CrisisResource {
  @Text({ maximum: 120 }) name: string;
  @Text({ maximum: 200, description: 'A number or an address, as the patient is to see it.' }) contact: string;
}

export class AlertRules {
  @Whole({ minimum: 5, maximum: 1440, description: 'A critical alert that nobody has answered for so long goes to every clinician.' }) criticalMinutes: number;
  @Whole({ minimum: 60, maximum: 43_200 }) warningMinutes: number;
  @NestedList(() => CrisisResource, { minimumItems: 1, maximumItems: 10, description: 'Shown to a patient whose answer points to suicidality, at once.' }) crisisResources: CrisisResource[];
}

export class AlertRulesView extends AlertRules {
  @Uuid() id: string;
}
