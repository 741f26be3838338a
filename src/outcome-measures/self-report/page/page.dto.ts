import { OneOf, Text } from '../../../platform/http/fields.js';
import { LANGUAGES, type Language } from '../words/index.js';

export const MOVES = ['start', 'answer', 'skip', 'send'] as const;

export class PageQuery {
  @OneOf(LANGUAGES, { optional: true }) lang?: Language;
  /** The question that is looked at: measure and item. */
  @Text({ optional: true, maximum: 140 }) q?: string;
  @OneOf(['wrong', 'help', 'review'], { optional: true }) show?: string;
}

export class PageForm {
  @OneOf(MOVES) move: (typeof MOVES)[number];
  @OneOf(LANGUAGES) lang: Language;
  @Text({ optional: true, maximum: 140 }) q?: string;
  @Text({ optional: true, minimum: 0, maximum: 20 }) value?: string;
}

export class DoneQuery {
  @OneOf(LANGUAGES, { optional: true }) lang?: Language;
  @OneOf(['kiosk', 'diary', 'kiosk-help', 'help'], { optional: true }) how?: string;
}
