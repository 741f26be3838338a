import { Flag, Instant, NestedList, OneOf, Text, Uuid } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

const CAUSES = ['seizure', 'syncope'] as const;
const CAPACITIES = ['treating-clinician', 'medical-director'] as const;

export class LockQuery extends PageQuery {
  @OneOf(['open', 'lifted'], { optional: true }) status?: string;
  @Uuid({ optional: true }) patientId?: string;
}

export class LockStepView {
  @Text() code: string;
  @Text({ maximum: 1000, description: 'What is to be done, in our own words.' }) topic: string;
  @Flag({ description: 'Nothing is cleared before it was answered.' }) beforeLifting: boolean;
  @Instant({ nullable: true }) dueAt: string | null;
  @Flag() overdue: boolean;
  @OneOf(['done', 'not-needed'], { nullable: true }) outcome: string | null;
  @Text({ nullable: true, maximum: 4000 }) note: string | null;
  @Instant({ nullable: true }) answeredAt: string | null;
  @Uuid({ nullable: true }) answeredBy: string | null;
}

export class LockClearanceView {
  @OneOf(CAPACITIES) capacity: string;
  @Uuid() clearedBy: string;
  @Text({ description: 'The name as it was then.' }) clearerName: string;
  @Text({ maximum: 4000 }) rationale: string;
  @Instant() clearedAt: string;
}

export class StimulationLockView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Uuid({ description: 'The adverse event that locked it.' }) eventId: string;
  @OneOf(CAUSES) cause: string;
  @Instant() lockedAt: string;
  @Instant({ nullable: true, description: 'Null while no session of the patient may start.' }) liftedAt: string | null;
  @NestedList(() => LockStepView) steps: LockStepView[];
  @NestedList(() => LockClearanceView, { description: 'Two, by different people, lift it.' }) clearances: LockClearanceView[];
}

export class StepAnswer {
  @Text({ maximum: 60 }) code: string;
  @OneOf(['done', 'not-needed'], { optional: true }) outcome?: string;
  @Text({ optional: true, maximum: 4000, description: 'Needed where a step is not needed.' }) note?: string;
}

export class LockClearance {
  @OneOf(CAPACITIES) capacity: string;
  @Text({ minimum: 3, maximum: 4000 }) rationale: string;
  @Text({ optional: true, maximum: 256, description: 'The clearing person’s password, asked again.' }) password?: string;
  @Text({ optional: true, maximum: 20 }) otp?: string;
}
