import { PROVENANCES } from '../platform/kernel/provenance.js';
import { LANGUAGES } from './self-report/words/index.js';
import { Decimal, Described, Flag, Nested, NestedList, OneOf, Text, Texts } from '../platform/http/fields.js';
import { ValueSetNameView } from './value-sets/value-sets.dto.js';

const ANYTHING = { type: 'object', additionalProperties: true };

export class MeasureItem {
  @Text() code: string;
  @Text({ maximum: 500, description: 'What the item asks about, in our own words.' }) topic: string;
  @Decimal() minimum: number;
  @Decimal() maximum: number;
  @Decimal({ description: 'Answers are the minimum plus whole numbers of steps.' }) step: number;
  @Flag({ description: 'Whether the score rests on it.' }) scored: boolean;
  @Flag() optional: boolean;
  @Text({ optional: true, maximum: 500 }) anchors?: string;
  @Text({ optional: true, maximum: 500 }) askedOnlyIf?: string;
}

export class MeasureSummary {
  @Text({ example: 'phq-9' }) code: string;
  @Text() version: string;
  @Text({ maximum: 400 }) name: string;
  @OneOf(['lower-is-better', 'higher-is-better', 'none']) direction: string;
  @NestedList(() => MeasureItem, { description: 'In the form’s order.' }) items: MeasureItem[];
  @Described(ANYTHING, { nullable: true }) scoreRange: object | null;
  @Described(ANYTHING) licence: object;
  @Flag({ description: 'Nobody’s licence is needed, or the clinic has stated that it holds it.' }) usable: boolean;
}

/** In whose words a measure is asked on the self-report page. */
export class MeasureWordingView {
  @OneOf(LANGUAGES) language: string;
  @OneOf(['clinic', 'form', 'product'], { description: '`clinic`: of the form that the clinic holds, for the items it gave. `form`: of the published form, which is free to use. `product`: our own words by topic, not those of the form; scores gathered so may differ from those of the form.' }) words: string;
  @Text({ optional: true, maximum: 500 }) credit?: string;
  @Text({ optional: true, maximum: 500 }) source?: string;
  @OneOf(PROVENANCES, { optional: true }) provenance?: string;
}

export class MeasureView extends MeasureSummary {
  @NestedList(() => MeasureWordingView, { description: 'Empty where a patient does not answer it alone.' }) wordings: MeasureWordingView[];
  @Described({ type: 'array', items: ANYTHING }) subscores: object[];
  @Flag() measuresChange: boolean;
  @Decimal() scoreDecimals: number;
  @Text({ maximum: 2000 }) scoringRule: string;
  @Text({ maximum: 2000 }) missingRule: string;
  @Texts() recallPeriods: string[];
  @Described({ type: 'array', items: { type: 'string' } }, { optional: true, description: 'Codes of those that the product brings; `GET /v1/outcome-measures/{code}/value-sets` lists the clinic’s too.' }) valueSets?: string[];
  @Nested(() => ValueSetNameView, { optional: true, description: 'The one that makes the score, as the clinic chose.' }) valueSet?: ValueSetNameView;
  @Texts({ optional: true, description: 'Items whose answers, one digit after the other, name a state of health.' }) profileItems?: string[];
  @Described(ANYTHING, { optional: true, description: 'What its scores correspond to on another measure: the pairs that are published, nothing between them.' }) conversion?: object;
  @Described({ type: 'array', items: ANYTHING }) cutOffSets: object[];
  @Described(ANYTHING, { optional: true }) importantChange?: object;
  @Described(ANYTHING, { optional: true }) response?: object;
  @Described(ANYTHING, { optional: true }) remission?: object;
  @Described({ type: 'array', items: ANYTHING }) flagRules: object[];
  @Described(ANYTHING, { optional: true }) loinc?: object;
  @Text({ maximum: 2000 }) citation: string;
}

export class MeasureList {
  @NestedList(() => MeasureSummary) items: MeasureSummary[];
  @Text({ nullable: true }) nextCursor: string | null;
}
