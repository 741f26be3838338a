import { DateOnly, NestedList, OneOf, Text, Uuid } from '../../platform/http/fields.js';

export class BillingNoteView {
  @Text() code: string;
  @Text({ maximum: 1000 }) message: string;
  @Text() provenance: string;
}

export class BillingView {
  @Uuid() sessionId: string;
  @OneOf(['90867', '90868', '90869'], { nullable: true, description: 'The one procedure code that the record bears out; null while anything is missing, or where none fits.' }) code: string | null;
  @NestedList(() => BillingNoteView) reasons: BillingNoteView[];
  @NestedList(() => BillingNoteView) missing: BillingNoteView[];
  @Text({ maximum: 2000 }) disclaimer: string;
}

export class BillingQuery {
  @DateOnly({ description: 'First day of service, by the clinic’s calendar.' }) from: string;
  @DateOnly({ description: 'Last day of service; at most 366 days later.' }) to: string;
}
