import { NestedList, OneOf, Text, Texts } from '../../platform/http/fields.js';
import { LANGUAGES, type Language } from '../self-report/words/words.js';

export class WordingQuery {
  @OneOf(LANGUAGES, { optional: true, description: 'English unless told.' }) language?: Language;
}

export class ItemWording {
  @Text({ maximum: 60, description: 'The item’s code in the registry.' }) code: string;
  @Text({ maximum: 1000 }) ask: string;
  @Text({ optional: true, maximum: 1000, description: 'Said above this question alone.' }) lead?: string;
  @Text({ optional: true, maximum: 200, description: 'What the lowest answer means.' }) low?: string;
  @Text({ optional: true, maximum: 200, description: 'What the highest answer means.' }) high?: string;
  @Texts({ optional: true, maximumItems: 11, maximum: 500, description: 'One label for every answer, from the lowest up.' }) choices?: string[];
}

/** The words of a form that the clinic holds; nothing but these words is kept of it. */
export class NewWording {
  @OneOf(LANGUAGES) language: Language;
  @Text({ optional: true, maximum: 1000, description: 'Said above each question: over which time, and what is wanted.' }) lead?: string;
  @Text({ optional: true, maximum: 200 }) low?: string;
  @Text({ optional: true, maximum: 200 }) high?: string;
  @Texts({ optional: true, maximumItems: 11, maximum: 500 }) choices?: string[];
  @NestedList(() => ItemWording, { minimumItems: 1, maximumItems: 200, description: 'Items that are left out are put as before.' }) items: ItemWording[];
}

export class WordingView extends NewWording {
  @Text({ maximum: 60 }) measure: string;
}
