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

/** Session by session what a payer asks for: when, on what, how much of how much, by whom, and why less. */
export function sessionTable({ sessions, timeZone }: ReportFacts): Content {
  return table(
    ['no.', 'date', 'start', 'stop', 'device', '% RMT', '% MSO', 'given / prescribed', 'operator', 'remark'],
    sessions.map((session) => {
      const start = spokenTime(session.startedAt, timeZone, 'en');
      return [
        shown(session.sequence), localDate(Date.parse(session.startedAt), timeZone), start.time, session.endedAt ? spokenTime(session.endedAt, timeZone, 'en').time : '', session.device,
        shown(session.intensityPercentRmt), shown(session.outputPercentMso), doseOf(session), session.operator,
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
  return table(
    ['no.', 'MT % MSO (date)', 'trains', 'coil', 'interrupted', 'check', 'ears', 'pain during', 'before / after', 'events', 'signed'],
    sessions.map((session) => [
      shown(session.sequence), session.thresholdPercentMso === null ? '' : `${session.thresholdPercentMso} (${day(session.thresholdMeasuredAt)})`, shown(session.trains), session.coil ?? '', `${session.interruptions} ×`,
      session.check?.outcome ?? 'none', session.check?.earProtection === true ? 'yes' : 'not recorded', shown(session.painDuringStimulation), `${shown(session.nrsBefore)} / ${shown(session.nrsAfter)}`,
      session.adverseEvents.map(({ category, grade }) => `${category.replaceAll('-', ' ')} (${grade})`).join(', ') || 'none',
      session.signatures.map(({ signerName, meaning, signedAt }) => `${signerName}, ${meaning}, ${day(signedAt)}`).join('; ') || 'no',
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
