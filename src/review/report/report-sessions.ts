import { Temporal } from 'temporal-polyfill';
import type { Content } from 'pdfmake/interfaces.js';
import { spokenTime } from '../../clinics/read.js';
import { localDate } from '../../scheduling/read.js';
import type { ReportDose, ReportFacts, ReportSession } from './report-facts.js';
import { table } from './report-table.js';

const shown = (value: number | string | null): string => (value === null ? '' : String(value));

/** What was given of what was prescribed: pulses, block by block where there are several, or a current and its minutes. */
function doseOf({ prescribed, delivered }: ReportSession): string {
  if (prescribed?.blocks) {
    return prescribed.blocks.map(({ hemisphere, totalPulses }, index) => `${hemisphere} ${delivered?.byPrescribedBlock?.[index]?.totalPulses ?? 0} / ${totalPulses}`).join(', ');
  }
  return `${quantityOf(delivered)} / ${quantityOf(prescribed)}`;
}

function quantityOf(dose: ReportDose | null): string {
  if (dose?.currentMilliamps !== undefined) return `${dose.currentMilliamps} mA ${dose.durationMinutes} min`;
  return dose?.durationMinutes !== undefined ? `${dose.durationMinutes} min` : shown(dose?.totalPulses ?? null);
}

const bothOf = (given: number | null, prescribed: number | null): string => (given === null && prescribed === null ? '' : `${given ?? 'not recorded'} / ${prescribed ?? 'not recorded'}`);

const supervisor = ({ supervision }: ReportSession): string => (supervision ? `${supervision.name ?? 'name not recorded'} (${supervision.presence.replaceAll('-', ' ')})` : 'not recorded');

/** On what was treated, with the numbers by which its maker knows it, and in which sessions. */
export function equipmentTable({ sessions }: ReportFacts): Content {
  const used = new Map<string, { row: readonly string[]; numbers: string[] }>();
  for (const { device, deviceSerial, coil, coilSerial, sequence } of sessions) {
    const row = [device, deviceSerial ?? 'not recorded', coil ?? 'not recorded', coilSerial ?? 'not recorded'];
    const key = row.join('\n');
    used.set(key, { row, numbers: [...(used.get(key)?.numbers ?? []), shown(sequence)] });
  }
  return table(['device', 'serial number', 'coil', 'serial number', 'sessions'], [...used.values()].map(({ row, numbers }) => [...row, numbers.join(', ')]), 'No session delivered yet.');
}

/** Every medicine as a trial: dose, weeks and what it did. */
export const drugTrials = ({ drugTrials: list }: ReportFacts): Content =>
  table(
    ['drug', 'dose', 'from', 'to', 'weeks', 'outcome'],
    list.map(({ name, dose, frequency, startedOn, stoppedOn, weeks, outcome }) => [name, `${dose}, ${frequency}`, startedOn, stoppedOn ?? 'still taken', String(Math.max(0, weeks)), outcome?.replaceAll('-', ' ') ?? 'not recorded']),
    'None recorded.',
  );

/** What the clinicians noted, and how many weeks of treatment have a note: payers ask for one each week. */
export function progressNotes({ notes, sessions, timeZone }: ReportFacts): Content {
  const weekOf = (instant: string): string => {
    const day = Temporal.PlainDate.from(localDate(Date.parse(instant), timeZone));
    return day.subtract({ days: day.dayOfWeek - 1 }).toString();
  };
  const weeks = new Set(sessions.map(({ startedAt }) => weekOf(startedAt)));
  const noted = new Set(notes.map(({ writtenAt }) => weekOf(writtenAt)).filter((week) => weeks.has(week)));
  return {
    stack: [
      table(['written', 'by', 'note'], notes.map(({ text, writer, writtenAt }) => [localDate(Date.parse(writtenAt), timeZone), writer, text]), 'No note is recorded.'),
      { text: `${noted.size} of ${weeks.size} ${weeks.size === 1 ? 'week' : 'weeks'} with a session have a note.`, fontSize: 8, margin: [0, 3, 0, 0] },
    ],
  };
}

/** Session by session what a payer asks for: when, on what, how much of how much, by whom, and why less. */
export function sessionTable({ sessions, timeZone }: ReportFacts): Content {
  return table(
    ['no.', 'date', 'start', 'stop', '% RMT given / prescribed', '% MSO given / prescribed', 'pulses given / prescribed', 'operator', 'supervised by', 'remark'],
    sessions.map((session) => {
      const start = spokenTime(session.startedAt, timeZone, 'en');
      return [
        shown(session.sequence), localDate(Date.parse(session.startedAt), timeZone), start.time, session.endedAt ? spokenTime(session.endedAt, timeZone, 'en').time : '',
        bothOf(session.intensityPercentRmt, session.prescribedPercentRmt), bothOf(session.outputPercentMso, session.prescribedPercentMso), doseOf(session), session.operator, supervisor(session),
        [session.status === 'aborted' ? 'stopped early' : '', session.reason ?? ''].filter(Boolean).join(': '),
      ];
    }),
    'No session delivered yet.',
  );
}

/** What was added to closed records: the record has the first value, the addendum the second. */
export function addenda({ sessions, timeZone }: ReportFacts): Content {
  const written = sessions.flatMap((session) => session.addenda.map((addendum) => ({ ...addendum, session })));
  if (written.length === 0) return [];
  const said = (value: unknown): string => (value === null ? 'nothing' : String(value));
  return [
    { text: 'Addenda', style: 'part' },
    table(
      ['no.', 'session of', 'written', 'by', 'addendum', 'corrects'],
      written.map(({ session, text, writer, writtenAt, corrections }) => [
        shown(session.sequence), localDate(Date.parse(session.startedAt), timeZone), localDate(Date.parse(writtenAt), timeZone), writer, text,
        corrections.map(({ field, original, corrected }) => `${field.slice(1).replaceAll('/', ' ')}: ${said(original)} on record, ${said(corrected)} is right`).join('; '),
      ]),
      '',
    ),
  ];
}

/** What a payer may ask of each session beside its dose: threshold, checks, what the patient felt, who signed when. */
export function deliveryTable({ sessions, timeZone }: ReportFacts): Content {
  const day = (instant: string | null): string => (instant === null ? '' : localDate(Date.parse(instant), timeZone));
  const moment = (instant: string): string => `${day(instant)} ${spokenTime(instant, timeZone, 'en').time}`;
  return table(
    ['no.', 'MT % MSO (date)', 'trains', 'interrupted', 'check', 'ear plugs', 'pain during (0-10)', 'pain before / after', 'events (grade)', 'signed'],
    sessions.map((session) => [
      shown(session.sequence), session.thresholdPercentMso === null ? '' : `${session.thresholdPercentMso} (${day(session.thresholdMeasuredAt)})`, shown(session.trains), `${session.interruptions} ×`,
      session.check?.outcome ?? 'none', session.check?.earProtection === true ? 'yes' : 'not recorded', session.painDuringStimulation === null ? 'not recorded' : shown(session.painDuringStimulation), session.nrsBefore === null && session.nrsAfter === null ? 'not recorded' : `${shown(session.nrsBefore)} / ${shown(session.nrsAfter)}`,
      session.adverseEvents.map(({ category, grade }) => `${category.replaceAll('-', ' ')} (${grade})`).join(', ') || 'none',
      session.signatures.map(({ signerName, meaning, signedAt }) => `${signerName}, ${meaning}, ${moment(signedAt)}`).join('; ') || 'no',
    ]),
    'No session delivered yet.',
  );
}

/** Who signed how many sessions, and what is unsigned; with a line for the hand that signs this report. */
export function signOff({ sessions, prescriber }: ReportFacts): Content {
  const signatures = sessions.flatMap((session) => session.signatures);
  const unsigned = sessions.filter((session) => session.signatures.length === 0).length;
  const by = [...new Set(signatures.map(({ signerName, meaning }) => `${signerName} (${meaning})`))].map((who) => `${who}: ${signatures.filter(({ signerName, meaning }) => `${signerName} (${meaning})` === who).length}`);
  return {
    stack: [
      { text: by.length === 0 ? 'No session is signed yet.' : `Sessions signed electronically by ${by.join('; ')}.` },
      { text: unsigned === 0 ? '' : `${unsigned} sessions are not signed.` },
      { margin: [0, 26, 0, 2], canvas: [{ type: 'line', x1: 0, y1: 0, x2: 240, y2: 0, lineWidth: 0.6 }] },
      { text: `${prescriber ?? 'Clinician'}, date`, fontSize: 8 },
    ],
  };
}
