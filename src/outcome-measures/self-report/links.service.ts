import QRCode from 'qrcode';
import { record } from '../../audit/index.js';
import { readClinic } from '../../clinics/read.js';
import { contactOf, reachableFrom, type Contact } from '../../patients/read.js';
import { courseFacts } from '../../courses/read.js';
import { toInstant } from '../../platform/clock/clock.js';
import type { Work } from '../../platform/database/work.js';
import { conflict, invalid, notFound } from '../../platform/errors/refusal.js';
import { digestOf } from '../../platform/secrets/secret.js';
import { newId } from '../../platform/kernel/uuid.js';
import { postMail } from '../../platform/outbox/index.js';
import { localDate } from '../local-date.js';
import { needsLicence, requireLicence } from '../measure-lookup.js';
import type { Instrument } from '../scoring/index.js';
import { readMeasureRules } from '../settings/measure-settings.service.js';
import { clinicWordings } from '../wordings/wordings.service.js';
import { linkView } from './links.queries.js';
import { selfReported } from './questions.js';
import type { MadeSelfReportLink, NewSelfReportLink } from './self-report.dto.js';
import { SelfReportLink } from './self-report-link.entity.js';
import { newToken } from './token.js';
import { fill, formWording, languageOf, pageWords, type Language } from './words/index.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = { 'one-time': 14, 'pain-diary': 120 };
const LONGEST_DAYS = 366;
/** One question a day is what people keep up. */
const DIARY_MEASURES = ['nrs-pain', 'vas-pain'];

export interface LinkSurroundings {
  /** Address of the service, from its configuration: never from a header. */
  readonly publicUrl: string;
  readonly mailConfigured: boolean;
}

/** Invites a patient to answer. The token is in this answer and nowhere else: what is kept is its digest. */
export async function inviteToReport(work: Work, given: NewSelfReportLink, { publicUrl, mailConfigured }: LinkSurroundings): Promise<MadeSelfReportLink> {
  const { patientId, courseId, kind = 'one-time', kiosk = false, recallPeriod, answeredBy = 'patient' } = given;
  const measures = [...new Set(given.measures)];
  const instruments = await checkMeasures(work, given.measures);
  if (recallPeriod !== undefined && !instruments.some(({ recallPeriods }) => recallPeriods.includes(recallPeriod))) {
    throw invalid('/recallPeriod', 'unknown-recall-period', 'is not one that any of the measures knows');
  }
  const expiresAt = expiryOf(work, kind, given.expiresAt);
  const patient = await invited(work, patientId);
  await checkCourse(work, given);
  if (kind === 'pain-diary' && (measures.length > 1 || !DIARY_MEASURES.includes(measures[0] ?? ''))) {
    throw invalid('/measures', 'not-a-diary', `a pain diary asks one of ${DIARY_MEASURES.join(', ')}`);
  }
  const language = languageOf(given.language ?? patient.language);
  const byTopic = await askedByTopic(work, instruments, language);
  await requireWords(work, byTopic, language);
  const token = newToken(work.actor.clinicId);
  const url = addressOf(publicUrl, token);
  const id = newId();
  if (given.email) await mail(work, { id, patient, language, url, expiresAt, mailConfigured });
  await work.insert(SelfReportLink, {
    id, patientId, courseId: courseId ?? null, kind, measures, digest: digestOf(token), language, kiosk, recallPeriod: recallPeriod ?? null, answeredBy, measureMilliseconds: {},
    createdAt: work.now, createdBy: work.actor.staffId ?? null, expiresAt, draft: {}, emailedAt: given.email ? work.now : null,
    // The first day's question goes with the invitation; from the next day on it is asked at the clinic's time.
    mailedOn: given.email && kind === 'pain-diary' ? localDate(work.nowMs, (await readClinic(work)).timeZone) : null,
  });
  const view = await linkView(work, id);
  record(work, { action: 'self-report-link.made', subject: { type: 'self-report-link', id }, patientId, after: view });
  return { ...view, askedByTopic: byTopic, url, token, qrSvg: await QRCode.toString(url, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 }) };
}

async function checkMeasures(work: Work, measures: readonly string[]): Promise<Instrument[]> {
  const instruments: Instrument[] = [];
  for (const [index, code] of measures.entries()) {
    const instrument = await selfReported(work, code);
    if (!instrument) throw invalid(`/measures/${index}`, 'not-self-reported', 'is not a measure that a patient answers alone');
    await requireLicence(work, instrument);
    instruments.push(instrument);
  }
  return instruments;
}

/** Forms of a holder (permission or terms) of which neither we nor the clinic have every item's words: whoever invites should know. */
async function askedByTopic(work: Work, instruments: readonly Instrument[], language: Language): Promise<string[]> {
  const licensed = instruments.filter((one) => needsLicence(one) || (one.licence.status === 'free-with-terms' && formWording(language, one.code) === undefined));
  const words = (await clinicWordings(work, licensed.map(({ code }) => code)))[language];
  const lacks = ({ code, items }: Instrument): boolean => items.some((item) => !Object.hasOwn(words?.[code]?.items ?? {}, item.code));
  return [...new Set(licensed.filter(lacks).map(({ code }) => code))];
}

/** Other words make another instrument, and its score would stand in the record as the form's. @throws Refusal 409 `wording-required` */
async function requireWords(work: Work, byTopic: readonly string[], language: Language): Promise<void> {
  if (byTopic.length === 0 || (await readMeasureRules(work)).licensedByTopic) return;
  throw conflict('wording-required', `The clinic has not given the words of ${byTopic.join(', ')} in this language. An admin gives them, or decides that forms of a holder may be asked by topic.`, { measures: byTopic, language });
}

function expiryOf(work: Work, kind: 'one-time' | 'pain-diary', wanted: string | undefined): string {
  if (wanted === undefined) return toInstant(work.nowMs + DEFAULT_DAYS[kind] * DAY_MS);
  const atMs = Date.parse(wanted);
  if (atMs <= work.nowMs) throw invalid('/expiresAt', 'in-the-past', 'must be in the future');
  if (atMs > work.nowMs + LONGEST_DAYS * DAY_MS) throw invalid('/expiresAt', 'too-far-ahead', 'must be within a year');
  return wanted;
}

async function invited(work: Work, patientId: string): Promise<Contact> {
  const contact = await contactOf(work, patientId);
  if (contact.archivedAt !== null) throw conflict('patient-archived', 'This patient is archived.');
  return contact;
}

async function checkCourse(work: Work, { patientId, courseId, kind }: NewSelfReportLink): Promise<void> {
  if (courseId === undefined) {
    if (kind === 'pain-diary') throw invalid('/courseId', 'required', 'is required for a pain diary');
    return;
  }
  const course = await courseFacts(work, courseId);
  if (course.patientId !== patientId) throw notFound();
  if (kind === 'pain-diary' && course.endedAt !== null) throw conflict('wrong-state', 'A pain diary belongs to a course that is not over.', { state: course.status });
}

interface MailFacts {
  id: string;
  patient: Contact;
  language: Language;
  url: string;
  expiresAt: string;
  mailConfigured: boolean;
}

/** Names neither a measure nor an illness: an inbox may be read by others. */
async function mail(work: Work, { id, patient, language, url, expiresAt, mailConfigured }: MailFacts): Promise<void> {
  if (!mailConfigured) throw conflict('mail-not-configured', 'This service has no mail server; show the QR code or pass on the link.');
  if (patient.email === null) throw conflict('no-email-address', 'The patient has no e-mail address on record.');
  if (!patient.wantsEmail) throw conflict('email-not-wanted', 'The patient does not want to be written to by e-mail; show the QR code or pass on the link.');
  const notBefore = reachableFrom(work.nowMs, patient.hours);
  if (Date.parse(notBefore) >= Date.parse(expiresAt)) throw invalid('/expiresAt', 'before-contact-hours', 'is over before the hours at which the patient wants to be reached');
  const clinic = await readClinic(work);
  const words = pageWords(language);
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: clinic.timeZone }).format(Date.parse(expiresAt));
  const values = { clinic: clinic.name, name: firstNameOf(patient.givenName), url, date };
  await postMail(work, { to: patient.email, subject: fill(words.mailSubject, values), text: fill(words.mailText, values), notBefore, expiresAt, about: { kind: 'self-report-link', id } });
}

/** @param publicUrl of the service, from its configuration */
export const addressOf = (publicUrl: string, token: string): string => `${publicUrl.replace(/\/$/, '')}/self-report/${token}`;

/** Of several given names the first. */
export const firstNameOf = (givenName: string): string => givenName.trim().split(/\s+/)[0] ?? '';
