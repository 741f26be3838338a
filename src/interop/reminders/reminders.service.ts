import { record } from '../../audit/index.js';
import { filledIn, languageOf, readClinic, spokenTime, wordsIn } from '../../clinics/read.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { postMail, withdrawMail, type Mail } from '../../platform/outbox/index.js';
import { CONTACT_HOURS, reachableFrom, REACHED_BY_EMAIL, WANTS_REMINDERS, type ContactHours } from '../../patients/read.js';
import { invitationOf } from '../appointment-calendar.js';
import { readReminderRules } from './reminder-settings.service.js';
import { FROM, NOTHING_LEFT, noteTold, TOLD } from './told.js';

const HOUR_MS = 3_600_000;
/** Sessions a run looks at; the next run goes on. */
const AT_ONCE = 500;

interface Due {
  id: string;
  patientId: string;
  revision: number;
  cancelled: boolean;
  startsAt: string;
  endsAt: string;
  createdAt: string;
  revisedAt: string;
  givenName: string;
  email: string;
  language: string | null;
  room: string;
  roomId: string;
  hours: ContactHours;
}

const FIELDS = sql`s.id, s.patient_id as "patientId", s.revision, s.status in ('cancelled', 'no-show') as cancelled, s.starts_at as "startsAt", s.ends_at as "endsAt", s.created_at as "createdAt", coalesce(s.revised_at, s.created_at) as "revisedAt",
  p.given_name as "givenName", p.email, p.preferred_language as language, r.name as room, s.room_id as "roomId", ${CONTACT_HOURS} as hours`;

type Kind = 'reminder' | 'moved' | 'cancelled';

/**
 * Posts what is due in one clinic: reminders of what is near, and word of what changed after the patient was told.
 * A key for each session, state and hour makes a second run, or a second process, post nothing twice; only what was withdrawn
 * before it left may come again. A reminder of a
 * session booked late leaves at once, for the nearest of the hours alone. Nobody is written to who asked for another
 * channel or for no reminders, and not outside the hours the patient named; word of a change follows whoever was told, and
 * is as good as the reminder of the same hours. Another device or operator alone is no change to a patient.
 * @returns what kept some from being written, for somebody to see; the others were
 */
export async function postDueReminders(work: Work, sender: string): Promise<unknown[]> {
  const rules = await readReminderRules(work);
  if (!rules.enabled) return [];
  const clinic = await readClinic(work);
  const words = new Map(rules.templates.map((template) => [template.language, template]));
  const faults: unknown[] = [];
  const mailOf = (due: Due, kind: Kind): Omit<Mail, 'key'> => {
    const template = (kind === 'reminder' ? words.get(languageOf(due.language)) : undefined) ?? wordsIn(due.language)[kind];
    const places = { givenName: due.givenName, clinic: clinic.name, room: due.room, ...spokenTime(due.startsAt, clinic.timeZone, due.language) };
    const title = filledIn(wordsIn(due.language).appointment, places);
    const calendar = invitationOf({ ...due, title, place: due.room }, work.now, { name: clinic.name, email: sender }, due.email);
    return {
      to: due.email, subject: filledIn(template.subject, places), text: filledIn(template.text, places), calendar, about: { kind: 'session', id: due.id },
      notBefore: reachableFrom(work.nowMs, due.hours), expiresAt: due.startsAt,
    };
  };
  const post = async (due: Due, kind: Kind, key: string): Promise<void> => {
    let mail: Omit<Mail, 'key'>;
    try {
      mail = mailOf(due, kind);
    } catch (fault) {
      // One that cannot be written keeps nobody else from theirs.
      faults.push(fault);
      return;
    }
    const replaces = (await withdrawMail(work, due.id, { mayComeAgain: true })) > 0; // what the patient has not been sent yet says less than this
    await postMail(work, { ...mail, key });
    await noteTold(work, due, key, replaces);
    record(work, { action: `session.${kind === 'reminder' ? 'reminded' : `told-${kind}`}`, subject: { type: 'session', id: due.id }, patientId: due.patientId });
  };
  const changed = await changedSinceTold(work);
  for (const due of changed) await post(due, due.cancelled ? 'cancelled' : 'moved', `change/${due.id}/${due.revision}`);
  const near = await nearAndUntold(work, rules.hoursBefore);
  for (const due of near) await post(due, 'reminder', due.key);
  return faults;
}

/** Told once, and cancelled or at another time or in another room since; nothing is said of what is over. */
function changedSinceTold(work: Work): Promise<Due[]> {
  return work.many<Due>(sql`
    select ${FIELDS} from session_notices t join ${FROM} on s.clinic_id = t.clinic_id and s.id = t.session_id
    where t.clinic_id = ${work.actor.clinicId} and s.revision > t.revision and not t.cancelled and s.starts_at > ${work.now}
      and s.status in ('scheduled', 'cancelled') and (s.status = 'cancelled' or (t.told is distinct from ${NOTHING_LEFT} and not ${TOLD})) and ${REACHED_BY_EMAIL}
    order by s.starts_at limit ${AT_ONCE} for update of t skip locked`);
}

async function nearAndUntold(work: Work, hoursBefore: readonly number[]): Promise<(Due & { key: string })[]> {
  const longest = Math.max(...hoursBefore);
  const rows = await work.many<Due & { keys: string[]; toldAt: string | null }>(sql`
    select ${FIELDS}, (select t.told_at from session_notices t where t.clinic_id = s.clinic_id and t.session_id = s.id and ${TOLD}) as "toldAt",
      coalesce((select array_agg(m.key) from outbox_messages m where m.clinic_id = s.clinic_id and m.about_id = s.id), '{}') as keys
    from ${FROM}
    where s.clinic_id = ${work.actor.clinicId} and s.status = 'scheduled' and s.starts_at > ${work.now}
      and s.starts_at <= ${work.now}::timestamptz + make_interval(hours => ${longest}) and ${REACHED_BY_EMAIL} and ${WANTS_REMINDERS}
    order by s.starts_at, s.id`);
  return rows
    .map(({ keys, toldAt, ...due }) => {
      const hours = Math.min(...hoursBefore.filter((lead) => Date.parse(due.startsAt) - work.nowMs <= lead * HOUR_MS));
      const key = `reminder/${due.id}/${due.startsAt}/${hours}`;
      const wasTold = toldAt !== null && Date.parse(toldAt) >= Date.parse(due.startsAt) - hours * HOUR_MS;
      return wasTold || keys.includes(key) ? undefined : { ...due, key };
    })
    .filter((due) => due !== undefined)
    .slice(0, AT_ONCE);
}
