import { Described, Nested, NestedList, Text, Instant } from '../../platform/http/fields.js';
import { AdverseEventView } from '../adverse-event.dto.js';

const OPEN = { type: 'object', additionalProperties: true } as const;

export class ReportedMedication {
  @Text() name: string;
  @Text() dose: string;
  @Text() frequency: string;
}

/** One event with all that was so on that day, as it was known when the event was recorded. */
export class EventReport {
  @Nested(() => AdverseEventView) event: AdverseEventView;
  @Text() clinic: string;
  @Text({ description: 'The clinic’s, in which the report on paper states its times.' }) timeZone: string;
  @Text() mrn: string;
  @Text() birthDate: string;
  @Text({ description: 'Protocol code and version.' }) protocol: string;
  @Text({ description: 'Maker and model.' }) device: string;
  @Text({ nullable: true }) sequence: string | null;
  @Instant({ nullable: true }) startedAt: string | null;
  @Described(OPEN, { nullable: true, description: 'The dose as prescribed.' }) prescribed: object | null;
  @Described(OPEN, { nullable: true, description: 'The dose as given so far.' }) delivered: object | null;
  @Described(OPEN, { nullable: true, description: 'The check before the session: sleep, alcohol, drugs and the rest.' }) check: object | null;
  @NestedList(() => ReportedMedication) medications: ReportedMedication[];
}
