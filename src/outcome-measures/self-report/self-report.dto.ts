import { AnswersByMeasure, Described, Flag, Instant, NestedList, OneOf, Text, Texts, Uuid } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { LANGUAGES } from './words/index.js';
import { ANSWERED_BY, LINK_KINDS, type AnsweredBy, type Draft, type LinkKind } from './self-report-link.entity.js';
import { MeasureItem } from '../measures.dto.js';

const DRAFT = { type: 'object', additionalProperties: { type: 'object', additionalProperties: { type: ['number', 'null'] } } };

export class NewSelfReportLink {
  @Uuid() patientId: string;
  @Uuid({ optional: true, description: 'Required for a pain diary.' }) courseId?: string;
  @Texts({ minimumItems: 1, maximumItems: 12, maximum: 60, example: ['phq-9', 'nrs-pain'] }) measures: string[];
  @Instant({ optional: true, description: 'Two weeks from now unless told (a pain diary: 120 days); at most a year ahead.' }) expiresAt?: string;
  @OneOf(LINK_KINDS, { optional: true, description: 'A pain diary asks one question a day while the course runs; `one-time` unless told.' }) kind?: LinkKind;
  @OneOf(LANGUAGES, { optional: true, description: 'The patient’s preferred language, else English; the patient can change it.' }) language?: string;
  @Flag({ optional: true, description: 'To be answered on a tablet of the clinic, which returns to a neutral page.' }) kiosk?: boolean;
  @Text({ optional: true, maximum: 60, example: 'last-24h-worst', description: 'Over which time those of the measures are asked that know it; the default of each unless told.' }) recallPeriod?: string;
  @OneOf(ANSWERED_BY, { optional: true, description: '`proxy`: somebody answers for the patient; `patient` unless told.' }) answeredBy?: AnsweredBy;
  @Flag({ optional: true, description: 'Send it to the patient’s e-mail address; of a pain diary, from the next day on each day’s question at the clinic’s time, until it is answered or the course ends.' }) email?: boolean;
}

export class SelfReportLinkQuery extends PageQuery {
  @Uuid({ optional: true }) patientId?: string;
  @Uuid({ optional: true }) courseId?: string;
}

export class SelfReportLinkView {
  @Uuid() id: string;
  @Uuid() patientId: string;
  @Uuid({ nullable: true }) courseId: string | null;
  @OneOf(LINK_KINDS) kind: LinkKind;
  @Texts() measures: string[];
  @OneOf(LANGUAGES) language: string;
  @Flag() kiosk: boolean;
  @Text({ nullable: true }) recallPeriod: string | null;
  @OneOf(ANSWERED_BY) answeredBy: AnsweredBy;
  @OneOf(['open', 'used', 'revoked', 'expired', 'course-closed']) status: string;
  @Instant() createdAt: string;
  @Uuid({ nullable: true }) createdBy: string | null;
  @Instant() expiresAt: string;
  @Instant({ nullable: true }) emailedAt: string | null;
  @Instant({ nullable: true }) startedAt: string | null;
  @Instant({ nullable: true }) usedAt: string | null;
  @Instant({ nullable: true }) revokedAt: string | null;
  @Text({ nullable: true, description: 'Of a diary: the date of its latest entry.' }) answeredOn: string | null;
  @Text({ nullable: true, description: 'Of a diary sent by e-mail: the date on which its question was posted last.' }) mailedOn: string | null;
}

/** The only answer that ever holds the token. */
export class MadeSelfReportLink extends SelfReportLinkView {
  @Texts({ description: 'Measures that have a holder (permission or terms) and of which nobody has given the words in this language: they are asked by topic, where the clinic allows it (`/v1/clinic/measure-settings`), and their scores may differ from those of the form. `PUT /v1/outcome-measures/{code}/wording` puts that right.' }) askedByTopic: string[];
  @Text({ maximum: 400 }) url: string;
  @Text({ maximum: 200, description: 'Shown this once; only a digest of it is kept.' }) token: string;
  @Text({ maximum: 20_000, description: 'The address as a QR code, an SVG image.' }) qrSvg: string;
}

export class AskedMeasure {
  @Text() code: string;
  @Text({ maximum: 400 }) name: string;
  @Text({ nullable: true }) recallPeriod: string | null;
  @NestedList(() => MeasureItem) items: MeasureItem[];
}

/** What the holder of a token may see: what is asked, what was answered so far, and a first name. */
export class SelfReportView {
  @Text({ nullable: true, maximum: 200 }) firstName: string | null;
  @Text({ maximum: 200 }) clinic: string;
  @OneOf(LINK_KINDS) kind: LinkKind;
  @OneOf(LANGUAGES) language: string;
  @Flag() kiosk: boolean;
  @Flag({ description: 'Of a diary: today’s question is answered.' }) answeredToday: boolean;
  @NestedList(() => AskedMeasure) measures: AskedMeasure[];
  @Described(DRAFT, { description: 'Saved, not yet sent.' }) answers: Draft;
  @Instant() expiresAt: string;
}

export class SelfReportAnswers {
  @AnswersByMeasure({ description: 'Measure → item → answer; of a link with one measure, item → answer will do.' }) answers: Record<string, unknown>;
}

export class HelpLine {
  @Text({ maximum: 200 }) name: string;
  @Text({ maximum: 200 }) contact: string;
}

export class SelfReportReceipt {
  @Instant() receivedAt: string;
  @Text({ nullable: true, maximum: 1000, description: 'What to tell the patient at once when an answer points to suicidal thoughts.' }) message: string | null;
  @NestedList(() => HelpLine) helpLines: HelpLine[];
}
