import { Decimal, NestedList, OneOf, Text } from '../platform/http/fields.js';

export class PreSessionItem {
  @Text() code: string;
  @Text({ maximum: 500, description: 'What is asked, in our own words.' }) topic: string;
  @OneOf(['risk', 'confirmation', 'number'], { description: 'A routine day is false for every risk, true for every confirmation.' }) kind: string;
  @Decimal({ optional: true }) minimum?: number;
  @Decimal({ optional: true }) maximum?: number;
  @OneOf(['pulses'], { optional: true, description: 'Needed for this kind of treatment alone.' }) onlyWith?: 'pulses';
}

export class PreSessionForm {
  @Text() version: string;
  @NestedList(() => PreSessionItem) items: PreSessionItem[];
}
