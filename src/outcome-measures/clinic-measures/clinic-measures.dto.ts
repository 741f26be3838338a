import { Decimal, Flag, NestedList, OneOf, Text, Whole } from '../../platform/http/fields.js';

export class NewClinicItem {
  @Text({ maximum: 60, example: 'walking' }) code: string;
  @Text({ maximum: 500, description: 'What it asks, in the clinic’s own words.' }) topic: string;
  @Decimal({ minimum: -1000, maximum: 1000 }) minimum: number;
  @Decimal({ minimum: -1000, maximum: 1000 }) maximum: number;
  @Decimal({ optional: true, minimum: 0.01, maximum: 1000, description: '1 unless told.' }) step?: number;
  @Flag({ optional: true, description: 'Counts the other way round.' }) reversed?: boolean;
}

export class NewClinicBand {
  @Text({ maximum: 60 }) label: string;
  @Whole() minimum: number;
  @Whole() maximum: number;
}

export class NewClinicMeasure {
  @Text({ maximum: 60, pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, example: 'six-minute-walk' }) code: string;
  @Text({ maximum: 200 }) name: string;
  @OneOf(['sum', 'mean']) method: 'sum' | 'mean';
  @OneOf(['lower-is-better', 'higher-is-better']) direction: 'lower-is-better' | 'higher-is-better';
  @NestedList(() => NewClinicItem, { minimumItems: 1 }) items: NewClinicItem[];
  @Whole({ optional: true, minimum: 1, maximum: 200, description: 'Fewer answers give no score; all unless told.' }) fewestAnswered?: number;
  @NestedList(() => NewClinicBand, { optional: true, maximumItems: 20, description: 'Whole scores in ascending order, without gaps.' }) bands?: NewClinicBand[];
}
