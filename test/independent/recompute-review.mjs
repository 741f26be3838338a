// `node test/independent/recompute-review.mjs < log.json`: every number of a course's review, worked out again from what was
// sent. Shares no code with src: the rules are written down here a second time, from the same publications.
//
// log.json: { timeZone, requests: [{ at, method, path, body, answer }], review, reviewedAt }. Of the answers it takes what only
// the service can say (ids, which sessions were booked when); scores, changes, percentages, days and sums are its own.
// Prints what it compared and ends with 1 if a number differs or was not worked out.
import { readFileSync } from 'node:fs';

const { timeZone, requests, review, reviewedAt } = JSON.parse(readFileSync(0, 'utf8'));

const MEASURES = {
  // Dworkin 2008 J Pain 9:105: 30 %. Farrar 2001 Pain 94:149: two points or 30 % are important. Down is better.
  'nrs-pain': { score: ({ pain }) => pain, response: 30, important: { points: 2, percent: 30 } },
  // Kroenke 2001 J Gen Intern Med 16:606: the sum of nine; under 5 is remission. Löwe 2004 Med Care 42:1194: half, five points.
  'phq-9': { score: (answers) => [1, 2, 3, 4, 5, 6, 7, 8, 9].reduce((sum, n) => sum + answers[`q${n}`], 0), response: 50, important: { points: 5 }, remissionUnder: 5 },
};
// Sessions of a course and pulses of a session: Attal 2021 Brain 144:3328.
const PROTOCOLS = { 'm1-hf10-attal-2021': { sessions: 15, pulses: 3000 } };
// Morphine milligram equivalents: CDC 2022 MMWR Recomm Rep 71(3):1.
const MME_PER_MG = { morphine: 1, oxycodone: 1.5, hydrocodone: 1 };
const TIMES_A_DAY = { daily: 1, 'once daily': 1, 'twice daily': 2, 'three times daily': 3 };

const dayOf = (instant) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant));
const dayNumber = (day) => Math.round(Date.UTC(...day.split('-').map((part, index) => Number(part) - (index === 1 ? 1 : 0))) / 86_400_000);
const dayText = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
const oneDecimal = (value) => Math.sign(value) * Math.floor(Math.abs(value) * 10 + 0.5 + 1e-9) / 10;
const sent = (method, pattern) => requests.flatMap((request) => {
  const found = request.method === method && pattern.exec(request.path);
  return found ? [{ ...request, id: found[1] }] : [];
});
const ofCourse = (request) => request.body.courseId === review.courseId;

// What was done to the sessions, in the order in which it was done.
const protocol = PROTOCOLS[sent('GET', /^\/v1\/protocols\?code=(.+)$/).at(-1)?.id];
const booked = new Map(sent('POST', /^\/v1\/courses\/(.+)\/schedule$/).filter(({ id, body }) => id === review.courseId && !body.dryRun).flatMap(({ answer }) => answer.sessions.map((session) => [session.id, { endsAt: session.endsAt, status: 'scheduled' }])));
for (const { id, answer } of sent('POST', /^\/v1\/sessions\/(.+)\/reschedule$/)) booked.get(id).endsAt = answer.endsAt;
const given = sent('POST', /^\/v1\/sessions\/(.+)\/complete$/).map(({ id, body, at }) => ({ id, at, pulses: body.delivered.totalPulses }));
for (const [status, verb] of [['no-show', 'no-show'], ['cancelled', 'cancel']]) for (const { id } of sent('POST', new RegExp(`^/v1/sessions/(.+)/${verb}$`))) booked.get(id).status = status;
for (const { id } of given) booked.get(id).status = 'delivered';
const count = (status) => [...booked.values()].filter((session) => session.status === status).length;
const due = [...booked.values()].filter(({ status, endsAt }) => status !== 'cancelled' && (status !== 'scheduled' || Date.parse(endsAt) <= Date.parse(reviewedAt))).length;
const pulses = given.reduce((sum, session) => sum + session.pulses, 0);
const before = (instant) => given.filter(({ at }) => Date.parse(at) < Date.parse(instant));

const medications = sent('POST', /^\/v1\/patients\/(.+)\/medications$/).filter(({ id }) => id === review.patientId).map(({ body }) => {
  const factor = MME_PER_MG[body.name.toLowerCase()];
  return { ...body, dailyMme: factor === undefined ? null : Number.parseFloat(body.dose) * TIMES_A_DAY[body.frequency] * factor };
}).sort((a, b) => (a.startedOn < b.startedOn ? -1 : 1));
function mmeOn(day) {
  const taken = medications.filter(({ startedOn, stoppedOn, dailyMme }) => dailyMme !== null && startedOn <= day && !(stoppedOn && stoppedOn <= day));
  return taken.length === 0 ? null : taken.reduce((sum, { dailyMme }) => sum + dailyMme, 0);
}

function measure(code) {
  const { score, response, important, remissionUnder } = MEASURES[code];
  const points = sent('POST', /^\/v1\/assessments()$/).filter((request) => ofCourse(request) && request.body.measure === code).map(({ at, body }) => {
    const taken = body.assessedAt ?? at;
    const sofar = before(taken);
    return { score: score(body.answers), day: dayOf(taken), sessionNumber: sofar.length, cumulativePulses: sofar.reduce((sum, session) => sum + session.pulses, 0), taken: Date.parse(taken) };
  }).sort((a, b) => a.taken - b.taken);
  const [first] = points;
  const better = (point) => (first.score > 0 ? ((first.score - point.score) * 100) / first.score : null);
  const series = points.map((point) => {
    const isFirst = point === first;
    const percent = better(point);
    return { ...point, fromBaseline: isFirst ? null : point.score - first.score, percent: isFirst || percent === null ? null : oneDecimal(percent), dailyMme: mmeOn(point.day) };
  });
  const reached = (least) => {
    // Compared unrounded: what is shown as 30 may be 29.96.
    const at = series.findIndex((point, index) => index > 0 && better(point) !== null && better(point) >= least - 1e-9);
    if (at < 0) return null;
    const lost = series.slice(at).find((point) => better(point) < least - 1e-9) ?? series.at(-1);
    return { sessions: series[at].sessionNumber, days: dayNumber(series[at].day) - dayNumber(first.day), heldDays: dayNumber(lost.day) - dayNumber(series[at].day) };
  };
  const last = series.at(-1);
  const percent = series.length < 2 ? null : better(last);
  const down = series.length < 2 ? null : first.score - last.score;
  const atLeast = (value, least) => (value === null ? null : value >= least - 1e-9);
  return {
    baseline: series[0], baselineValues: 1, latest: last, fromBaseline: last.fromBaseline, percent: last.percent, series,
    responder30: atLeast(percent, 30), responder50: atLeast(percent, 50), responder: atLeast(percent, response),
    remission: remissionUnder === undefined ? null : last.score < remissionUnder,
    importantChangeReached: down === null ? null : down >= important.points || (important.percent !== undefined && percent >= important.percent - 1e-9),
    deteriorated: down === null ? null : -down >= important.points,
    response: reached(30), substantialResponse: reached(50),
  };
}

/** Weeks from the first day with a pain score; a week has a mean from four days on; a day is the mean of its scores. */
function painDiary() {
  const days = new Map();
  for (const { day, score } of measure('nrs-pain').series) days.set(day, [...(days.get(day) ?? []), score]);
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const start = dayNumber([...days.keys()].sort()[0]);
  const weeks = new Map();
  for (const [day, scores] of days) {
    const week = Math.floor((dayNumber(day) - start) / 7);
    weeks.set(week, [...(weeks.get(week) ?? []), mean(scores)]);
  }
  return [...weeks].sort(([a], [b]) => a - b).map(([week, means]) => ({ from: dayText(start + week * 7), days: means.length, mean: means.length < 4 ? null : Math.round(mean(means) * 100) / 100 }));
}

const reasons = new Map();
for (const verb of ['no-show', 'cancel']) for (const { body } of sent('POST', new RegExp(`^/v1/sessions/(.+)/${verb}$`))) reasons.set(`${verb} ${body.reason ?? ''}`, (reasons.get(`${verb} ${body.reason ?? ''}`) ?? 0) + 1);
const expected = {
  protocol: { version: 1 },
  measures: review.measures.map(({ measure: code }) => measure(code)),
  painDiary: painDiary(),
  adherence: {
    planned: protocol.sessions, scheduled: count('scheduled'), delivered: count('delivered'), aborted: 0, missed: count('no-show'), cancelled: count('cancelled'),
    percent: due === 0 ? null : oneDecimal((count('delivered') * 100) / due), reasons: [...reasons.values()].sort((a, b) => b - a).map((sessions) => ({ sessions })),
  },
  dose: {
    prescribedPulses: given.length * protocol.pulses, deliveredPulses: pulses, percent: oneDecimal((pulses * 100) / (given.length * protocol.pulses)),
    sessionsBelowPrescription: given.filter((session) => session.pulses < protocol.pulses).length,
  },
  motorThresholds: sent('POST', /^\/v1\/courses\/(.+)\/motor-thresholds$/).filter(({ id }) => id === review.courseId).map(({ body: { percentMso } }) => ({ percentMso })),
  adverseEvents: sent('POST', /^\/v1\/sessions\/(.+)\/adverse-events$/).map(({ body: { grade, serious = false } }) => ({ grade, serious })),
  medications,
  adjuncts: [],
  due: [],
};

const differences = [];
const known = new Set();
let compared = 0;
function compare(found, wanted, path) {
  if (typeof found === 'object' && found !== null) {
    for (const key of Object.keys(found)) compare(found[key], wanted?.[key], `${path}/${key}`);
    if (Array.isArray(found) && Array.isArray(wanted) && found.length !== wanted.length && wanted.length > 0) differences.push({ path, found: found.length, wanted: wanted.length });
    return;
  }
  const counts = typeof found === 'number' || typeof found === 'boolean' || (found === null && (typeof wanted === 'number' || typeof wanted === 'boolean' || (typeof wanted === 'object' && wanted !== null)));
  if (!counts && !(found === null && wanted === null)) return;
  compared += 1;
  if (typeof found === 'number') known.add(String(Math.abs(found)));
  if (found !== wanted) differences.push({ path, found, wanted: wanted ?? 'not worked out' });
}
compare(review, expected, '');
// The words of the summary hold no number that the review has not; names of measures may have digits in them.
const named = review.measures.reduce((text, { name }) => text.replaceAll(name, ''), review.summary);
for (const [number] of named.matchAll(/\d+(\.\d+)?/g)) {
  compared += 1;
  if (!known.has(number) && number !== '30') differences.push({ path: '/summary', found: number, wanted: 'a number of the review' });
}
console.log(JSON.stringify({ compared, differences }));
process.exitCode = differences.length === 0 ? 0 : 1;
