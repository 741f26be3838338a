import type { Json } from '../caller.js';
import type { KnownRow, KnownRows } from './known-rows.js';
import type { Shot } from './shots.js';

/** The state in which something has to be for a command to get anywhere. */
export const NEEDED_STATUS: Readonly<Record<string, string>> = {
  'POST /v1/sessions/{id}/check-in': 'scheduled', 'POST /v1/sessions/{id}/cancel': 'scheduled', 'POST /v1/sessions/{id}/reschedule': 'scheduled', 'POST /v1/sessions/{id}/no-show': 'scheduled', 'POST /v1/sessions/{id}/start': 'checked-in',
  'POST /v1/sessions/{id}/progress': 'in-progress', 'POST /v1/sessions/{id}/complete': 'in-progress', 'POST /v1/sessions/{id}/abort': 'in-progress', 'POST /v1/sessions/{id}/sign': 'completed', 'POST /v1/sessions/{id}/addenda': 'completed', 'POST /v1/sessions/{id}/clear': 'held',
  'POST /v1/courses/{id}/activate': 'draft', 'POST /v1/courses/{id}/pause': 'active', 'POST /v1/courses/{id}/resume': 'paused', 'POST /v1/courses/{id}/schedule': 'active', 'POST /v1/courses/{id}/complete': 'active', 'POST /v1/courses/{id}/extend': 'active', 'POST /v1/courses/{id}/motor-thresholds': 'active',
};

const NINE = Array.from({ length: 9 }, (_unused, n) => `q${n + 1}`);
const FIELDS = ['coilAndCableIntact', 'coolingWorks', 'selfTestPassed', 'testPulseGiven', 'roomReady'];
const flags = (names: readonly string[], value: boolean): Json => Object.fromEntries(names.map((name) => [name, value]));

/** What a form asks for, as its answer showed it: filled by `forms`. */
export interface Forms {
  screening: string[];
  confirmations: string[];
  questions: string[];
}
export const forms: Forms = { screening: [], confirmations: [], questions: [] };

type Recipe = (body: Json, row: KnownRow | undefined, rows: KnownRows, n: number) => Json;

/**
 * Bodies that mean something, where a body that merely has the right form would be refused for its sense. A spoiled body
 * keeps what was spoiled: a recipe fills in only what it names, and only where nothing hostile stands.
 */
const RECIPES: Readonly<Record<string, Recipe>> = {
  'POST /v1/sessions': (body) => ({ courseId: body.courseId, kind: body.kind, startsAt: body.startsAt }),
  'POST /v1/sessions/{id}/check-in': () => ({ answers: { ...flags(forms.questions, false), ...flags(forms.confirmations, true) } }),
  'POST /v1/sessions/{id}/start': () => ({}),
  'POST /v1/sessions/{id}/progress': (_body, _row, _rows, n) => ({ trains: 1 + (n % 7) }),
  'POST /v1/sessions/{id}/complete': (_body, row) => {
    const dose = row?.seen.prescribed;
    return dose ? { delivered: { intensityPercentRmt: dose.intensityPercentRmt, outputPercentMso: dose.outputPercentMso, trains: dose.trains, totalPulses: dose.totalPulses } } : {};
  },
  'POST /v1/sessions/{id}/sign': (_body, _row, _rows, n) => ({ meaning: n % 2 ? 'delivered' : 'reviewed', password: 'a password for tests only' }),
  'POST /v1/patients/{id}/screenings': () => ({ answers: flags(forms.screening, false) }),
  'POST /v1/assessments': (body, _row, _rows, n) => ({ patientId: body.patientId, ...(body.courseId && { courseId: body.courseId }), measure: 'phq-9', answers: Object.fromEntries(NINE.map((name, at) => [name, (n + at) % 4])) }),
  'POST /v1/courses': (body) => ({ patientId: body.patientId, conditionId: body.conditionId ?? '@/v1/patients/{id}/conditions/{id}:7', protocolId: body.protocolId, target: { method: 'motor-hotspot' } }),
  'POST /v1/courses/{id}/activate': (_body, _row, _rows, n) => ({ overrides: ['S05', 'S10', 'C01'].slice(0, n % 3).map((rule) => ({ rule, rationale: 'As published.' })) }),
  'POST /v1/courses/{id}/schedule': (body) => ({ startDate: '2030-03-05', preferredTimes: body.preferredTimes, policy: body.policy ?? 'nearest' }),
  'POST /v1/devices/{id}/checks': (_body, _row, _rows, n) => ({ items: flags(FIELDS, n % 8 > 0) }),
  'POST /v1/self-report-links': (body, _row, _rows, n) => ({ patientId: body.patientId, ...(body.courseId && { courseId: body.courseId }), measures: n % 2 ? ['phq-9'] : ['nrs-pain'] }),
  'POST /v1/self-report/{token}': (_body, _row, _rows, n) => ({ answers: n % 2 ? Object.fromEntries(NINE.map((name, at) => [name, (n + at) % 4])) : { pain: n % 11 } }),
  'POST /v1/waitlist': (body) => ({ courseId: body.courseId, windows: [{ from: '08:00', to: '18:00' }], expiresAt: '2030-03-20T12:00:00Z' }),
  'POST /v1/device-files': (_body, row, _rows, n) => ({ name: 'a.csv', format: 'csv', content: `device,startedAt,trains,totalPulses\n${row?.id ?? 'Device 1'},2030-03-04T14:0${n % 10}:00Z,${n % 90},${n % 3000}\n` }),
};

export function recipe(shot: Shot, row: KnownRow | undefined, rows: KnownRows): Json {
  const make = RECIPES[`${shot.method} ${shot.template}`];
  if (!make || shot.intent !== 'valid' || shot.pick % 4 === 0 || typeof shot.body !== 'object' || shot.body === null) return shot.body;
  return make(shot.body, row, rows, shot.pick);
}
