import { Decimal, Instant, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { DIMENSIONS, type Dimension } from '../scoring/index.js';

export class ValueSetNameView {
  @Text({ maximum: 60, example: 'france' }) code: string;
  @Text({ maximum: 60 }) version: string;
  @Text() name: string;
  @Text() country: string;
  @Text({ maximum: 500 }) source: string;
}

export class Coefficient {
  @OneOf(DIMENSIONS) dimension: Dimension;
  @Whole({ minimum: 2, maximum: 5 }) level: number;
  @Decimal({ minimum: 0, maximum: 2, description: 'What this level takes from full health, as published.' }) decrement: number;
}

/** The values of one country, which the clinic takes from their publication and may use. */
export class NewValueSet {
  @Text({ maximum: 60, pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, example: 'france' }) code: string;
  @Text() name: string;
  @Text({ example: 'France' }) country: string;
  @Text({ minimum: 3, maximum: 500, description: 'Where the values were published.' }) source: string;
  @Text({ minimum: 3, maximum: 500, description: 'By what the clinic may use them.' }) licence: string;
  @Decimal({ optional: true, minimum: 0, maximum: 2, description: 'Taken once from every state but full health; 0 unless told.' }) constant?: number;
  @NestedList(() => Coefficient, { minimumItems: 20, maximumItems: 20, description: 'One for each dimension and level above 1; a worse level never takes less.' }) coefficients: Coefficient[];
}

export class ValueSetView extends NewValueSet {
  @Uuid() id: string;
  @Text({ maximum: 60 }) measure: string;
  @Text({ maximum: 60 }) version: string;
  @Instant() definedAt: string;
  @Uuid() definedBy: string;
}

export class ListedValueSet extends ValueSetNameView {
  @OneOf(['product', 'clinic']) origin: string;
  @Uuid({ nullable: true, description: 'Of one that the clinic brought.' }) id: string | null;
}

export class ValueSetList {
  @NestedList(() => ListedValueSet) items: ListedValueSet[];
  @Text({ nullable: true }) nextCursor: string | null;
}
