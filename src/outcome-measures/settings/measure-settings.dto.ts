import { Flag, Text, Uuid } from '../../platform/http/fields.js';

export class MeasureRules {
  @Flag({ description: 'Patients may be asked a measure that has a holder (one of permission, or one free under terms) by its topics where nobody has given the words of the form. What comes of it is not the score of the instrument; off unless set.' }) licensedByTopic: boolean;
  @Text({ maximum: 60, description: 'Whose values make the index of the EQ-5D-5L: a code of `GET /v1/outcome-measures/eq-5d-5l/value-sets`, in its latest version; `us` unless set.', example: 'us' }) valueSet: string;
}

export class MeasureRulesView extends MeasureRules {
  @Uuid({ description: 'The clinic.' }) id: string;
}
