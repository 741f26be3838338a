import { DateOnly, Email, Flag, Instant, Nested, NestedList, OneOf, Text, Uuid, WallTime } from '../platform/http/fields.js';
import { FlagFromText, PageQuery } from '../platform/http/paging.js';

const SEXES = ['female', 'male', 'intersex', 'unknown'] as const;
const HANDS = ['left', 'right', 'ambidextrous', 'unknown'] as const;

const CHANNELS = ['email', 'phone', 'text-message', 'post', 'none'] as const;

export class ContactPreferences {
  @OneOf(CHANNELS, { description: 'How the patient wants to be reached; `none` is not to be reached at all.' }) channel: string;
  @Flag({ description: 'Whether reminders of sessions are wanted.' }) reminders: boolean;
  @WallTime({ optional: true, description: 'Not before, where the patient is.' }) notBefore?: string;
  @WallTime({ optional: true, description: 'Not after, where the patient is; earlier than notBefore where the hours span midnight.' }) notAfter?: string;
  @Text({ optional: true, maximum: 500, description: 'E.g. that no message may be left with others.' }) note?: string;
}

export class NewPatient {
  @Text({ maximum: 60, description: 'Medical record number, unique in the clinic.', example: 'H-10023' }) mrn: string;
  @Text() givenName: string;
  @Text() familyName: string;
  @DateOnly({ example: '1971-05-20' }) birthDate: string;
  @OneOf(SEXES) sexAtBirth: string;
  @OneOf(HANDS) handedness: string;
  @Email({ optional: true, nullable: true }) email?: string | null;
  @Text({ optional: true, nullable: true, maximum: 40, pattern: /^[+0-9 ().\/-]{3,40}$/ }) phone?: string | null;
  @Text({ optional: true, nullable: true, maximum: 35, pattern: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, description: 'BCP 47 tag, e.g. `en` or `de-AT`.' }) preferredLanguage?: string | null;
  @Text({ optional: true, nullable: true, maximum: 60, description: 'IANA time zone.' }) timeZone?: string | null;
  @Nested(() => ContactPreferences, { optional: true, nullable: true }) contactPreferences?: ContactPreferences | null;
}

export class PatientChange {
  @Text({ optional: true, maximum: 60 }) mrn?: string;
  @Text({ optional: true }) givenName?: string;
  @Text({ optional: true }) familyName?: string;
  @DateOnly({ optional: true }) birthDate?: string;
  @OneOf(SEXES, { optional: true }) sexAtBirth?: string;
  @OneOf(HANDS, { optional: true }) handedness?: string;
  @Email({ optional: true, nullable: true }) email?: string | null;
  @Text({ optional: true, nullable: true, maximum: 40, pattern: /^[+0-9 ().\/-]{3,40}$/ }) phone?: string | null;
  @Text({ optional: true, nullable: true, maximum: 35, pattern: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/ }) preferredLanguage?: string | null;
  @Text({ optional: true, nullable: true, maximum: 60 }) timeZone?: string | null;
  @Nested(() => ContactPreferences, { optional: true, nullable: true }) contactPreferences?: ContactPreferences | null;
}

export class PatientWarning {
  @OneOf(['possible-duplicate', 'sessions-on-one-day']) code: string;
  @Uuid({ description: 'The patient it may be, or who has the sessions.' }) patientId: string;
  @DateOnly({ optional: true, description: 'The day on which both records had a session booked; where one is too many, cancel it.' }) onDate?: string;
}

export class PatientView {
  @Uuid() id: string;
  @Text({ maximum: 60 }) mrn: string;
  @Text() givenName: string;
  @Text() familyName: string;
  @DateOnly() birthDate: string;
  @OneOf(SEXES) sexAtBirth: string;
  @OneOf(HANDS) handedness: string;
  @Text({ nullable: true }) email: string | null;
  @Text({ nullable: true }) phone: string | null;
  @Text({ nullable: true }) preferredLanguage: string | null;
  @Text({ nullable: true }) timeZone: string | null;
  @Nested(() => ContactPreferences, { nullable: true }) contactPreferences: ContactPreferences | null;
  @Instant({ nullable: true }) archivedAt: string | null;
  @Instant() createdAt: string;
  @NestedList(() => PatientWarning, { optional: true, description: 'In the answer to a registration, to a change of name or birth date, and to a merge.' }) warnings?: PatientWarning[];
}

/** Demographics as they stood from one moment on. */
export class DemographicsView {
  @Instant() recordedAt: string;
  @Uuid({ nullable: true }) recordedBy: string | null;
  @Text({ maximum: 60 }) mrn: string;
  @Text() givenName: string;
  @Text() familyName: string;
  @DateOnly() birthDate: string;
  @OneOf(SEXES) sexAtBirth: string;
  @OneOf(HANDS) handedness: string;
  @Text({ nullable: true }) email: string | null;
  @Text({ nullable: true }) phone: string | null;
  @Text({ nullable: true }) preferredLanguage: string | null;
  @Text({ nullable: true }) timeZone: string | null;
  @Nested(() => ContactPreferences, { nullable: true }) contactPreferences: ContactPreferences | null;
}

export class PatientQuery extends PageQuery {
  @Text({ optional: true, maximum: 200, description: 'Name, MRN or birth date; case, accents, order of names and a typing error are forgiven. Best match first, one page.' }) q?: string;
  @FlagFromText() @Flag({ optional: true, description: 'Archived patients instead of the others.' }) archived?: boolean;
}
