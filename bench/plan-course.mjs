// `node bench/plan-course.mjs`: what a full calendar costs when a course of 36 is planned, beside an empty one, turn by turn in one run.
import { build } from '../bin/install.mjs';

build();
const { addDays, instantAt, planSeries, weekdayOf } = await import('../dist/src/scheduling/planner/index.js');

const ZONE = 'America/New_York';
const START = '2030-03-04';
const MINUTE_MS = 60_000;
const ROUNDS = 25;
const resources = [1, 2, 3, 4, 5];

/** Ten weeks of sixty sessions a day: five devices, twelve sessions each. */
function claims() {
  const found = [];
  for (let date = START; date < addDays(START, 70); date = addDays(date, 1)) {
    if (weekdayOf(date) > 5) continue;
    for (let n = 0; n < 60; n += 1) {
      const own = (n % 5) + 1;
      const startMs = instantAt(date, '08:00', ZONE) + Math.floor(n / 5) * 40 * MINUTE_MS;
      for (const [kind, resourceId, minutes] of [['device', `device-${own}`, 40], ['room', `room-${own}`, 40], ['operator', `operator-${own}`, 30], ['patient', `patient-${n}`, 30]]) {
        found.push({ kind, resourceId, startMs, endMs: startMs + minutes * MINUTE_MS, occupant: 'session', occupantId: `${date} ${n}` });
      }
    }
  }
  return found;
}

const calendar = (taken) => ({
  zone: ZONE, closures: [], slotMinutes: 15, turnoverMinutes: 10, claims: taken,
  openingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' })),
  devices: resources.map((n) => ({ id: `device-${n}`, modalities: ['rtms'], inService: true })),
  rooms: resources.map((n) => ({ id: `room-${n}`, inService: true })),
  operators: resources.map((n) => ({ id: `operator-${n}`, shifts: null })),
});
const request = {
  modality: 'rtms', durationMinutes: 30, patientId: 'newcomer', minimumGapMinutes: 0, maximumPerDay: 1, startDate: START, preferredTimes: ['09:00'], policy: 'nearest', notBeforeMs: 0,
  phases: [{ name: 'induction', sessions: 30 }, ...[3, 2, 1].map((sessions) => ({ name: 'taper', sessions, sessionsPerWeek: sessions }))].map((phase) => ({ ...phase, sessionsPerDay: 1, minimumGapMinutes: 15 })),
};

const contestants = { empty: calendar([]), full: calendar(claims()) };
const times = { empty: [], full: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, where] of Object.entries(contestants)) {
    const begun = performance.now();
    planSeries({ ...where }, request);
    times[name].push(performance.now() - begun);
  }
}
const sorted = (list) => [...list].sort((a, b) => a - b);
const median = (list) => sorted(list)[Math.floor(list.length / 2)];
const ratios = times.full.map((full, round) => full / times.empty[round]);
console.log(`a course of 36, ${contestants.full.claims.length} claims in ten weeks, ${ROUNDS} rounds, Node ${process.versions.node}`);
for (const name of ['empty', 'full']) console.log(`${name.padEnd(6)} first ${times[name][0].toFixed(1)} ms   median ${median(times[name]).toFixed(1)} ms`);
console.log(`full / empty: median ${median(ratios).toFixed(1)}, from ${sorted(ratios)[2].toFixed(1)} to ${sorted(ratios).at(-3).toFixed(1)}`);
