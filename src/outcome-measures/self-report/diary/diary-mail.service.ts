import { record } from '../../../audit/index.js';
import { readClinic, type ClinicFacts } from '../../../clinics/read.js';
import { CONTACT_HOURS, reachableFrom, REACHED_BY_EMAIL, type ContactHours } from '../../../patients/read.js';
import { toInstant } from '../../../platform/clock/clock.js';
import { sql } from '../../../platform/database/sql.js';
import type { Work } from '../../../platform/database/work.js';
import { postMail } from '../../../platform/outbox/index.js';
import { digestOf } from '../../../platform/secrets/secret.js';
import { localDate } from '../../local-date.js';
import { COURSE_CLOSED } from '../links.queries.js';
import { addressOf, firstNameOf } from '../links.service.js';
import { SelfReportLink } from '../self-report-link.entity.js';
import { newToken } from '../token.js';
import { fill, languageOf, pageWords } from '../words/index.js';
import { askingMoment, bounds } from './asking-moment.js';
import { SelfReportMailToken } from './diary.entities.js';
import { readDiaryRules } from './diary-settings.service.js';

/** Diaries a run looks at; the next run goes on. */
const AT_ONCE = 500;
/** A mail that is read after midnight still opens the diary, of the day it is opened on. */
const TOKEN_DAYS = 2;

interface Asked {
  id: string;
  patientId: string;
  language: string;
  expiresAt: string;
  givenName: string;
  email: string;
  hours: ContactHours;
}

/**
 * Posts the day's question to everybody who keeps a diary by e-mail and has not answered today. Once a day: the day is
 * noted on the link in the transaction that posts the mail, and two runs at once do not see the same link. It ends with
 * the course, like the link.
 * @returns how many were posted
 */
export async function postDiaryQuestions(work: Work, publicUrl: string): Promise<number> {
  const clinic = await readClinic(work);
  const { askAt } = await readDiaryRules(work);
  const day = localDate(work.nowMs, clinic.timeZone);
  let posted = 0;
  for (const asked of await unaskedOn(work, day)) {
    const at = askingMoment({ day, askAt, timeZone: clinic.timeZone, hours: asked.hours });
    const isDue = at !== null && at <= work.nowMs && Date.parse(reachableFrom(work.nowMs, asked.hours)) <= work.nowMs;
    if (!isDue) continue;
    await post(work, clinic, asked, day, publicUrl);
    posted += 1;
  }
  return posted;
}

function unaskedOn(work: Work, day: string): Promise<Asked[]> {
  return work.many<Asked>(sql`
    select l.id, l.patient_id as "patientId", l.language, l.expires_at as "expiresAt", p.given_name as "givenName", p.email, ${CONTACT_HOURS} as hours
    from self_report_links l
    join clinics c on c.id = l.clinic_id
    join patients p on p.clinic_id = l.clinic_id and p.id = l.patient_id
    where l.clinic_id = ${work.actor.clinicId} and l.kind = 'pain-diary' and l.emailed_at is not null and l.revoked_at is null and l.expires_at > ${work.now}
      and coalesce(l.mailed_on < ${day}::date, true) and l.answered_on is distinct from ${day}::date and ${REACHED_BY_EMAIL}
      and not exists (select 1 from courses c where c.clinic_id = l.clinic_id and c.id = l.course_id and ${COURSE_CLOSED})
    order by l.id limit ${AT_ONCE} for update of l skip locked`);
}

/** Names neither pain nor treatment: an inbox may be read by others. */
async function post(work: Work, clinic: ClinicFacts, { id, patientId, language, expiresAt, givenName, email }: Asked, day: string, publicUrl: string): Promise<void> {
  const [, midnight] = bounds(day, clinic.timeZone);
  const [, tokenEnds] = bounds(day, clinic.timeZone, TOKEN_DAYS);
  const token = newToken(work.actor.clinicId);
  await work.run(sql`delete from self_report_mail_tokens where clinic_id = ${work.actor.clinicId} and link_id = ${id} and expires_at <= ${work.now}`);
  await work.insert(SelfReportMailToken, { digest: digestOf(token), linkId: id, expiresAt: toInstant(Math.min(tokenEnds, Date.parse(expiresAt))) });
  await work.update(SelfReportLink, id, { mailedOn: day });
  const words = pageWords(languageOf(language));
  const values = { clinic: clinic.name, name: firstNameOf(givenName), url: addressOf(publicUrl, token) };
  await postMail(work, {
    to: email, subject: fill(words.mailSubjectDiary, values), text: fill(words.mailTextDiary, values),
    key: `diary/${id}/${day}`, expiresAt: toInstant(midnight), about: { kind: 'self-report-link', id },
  });
  record(work, { action: 'self-report-link.question-mailed', subject: { type: 'self-report-link', id }, patientId });
}
