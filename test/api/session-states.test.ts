import { expectStatus, type Answered, type Json } from '../support/caller.js';
import { startService, TEST_PASSWORD, type Service, type TestClinic } from '../support/service.js';
import { bookedSession, checkedInSession, completedSession, doseAsPrescribed, heldSession, routineDay, sessionInProgress, type SessionOfCourse } from '../support/world.js';

const STATES = ['scheduled', 'checked-in', 'held', 'in-progress', 'completed', 'signed', 'aborted', 'cancelled', 'no-show'] as const;
type State = (typeof STATES)[number];

const ACTIONS = ['reschedule', 'cancel', 'no-show', 'check-in', 'clear', 'start', 'progress', 'complete', 'abort', 'sign', 'addenda', 'adverse-events'] as const;
type Action = (typeof ACTIONS)[number];

/** The state that follows, for each move that is allowed; all others are refused. */
const ALLOWED: Record<State, Partial<Record<Action, State>>> = {
  scheduled: { reschedule: 'scheduled', cancel: 'cancelled', 'no-show': 'no-show', 'check-in': 'checked-in', 'adverse-events': 'scheduled' },
  'checked-in': { reschedule: 'scheduled', cancel: 'cancelled', start: 'in-progress', 'adverse-events': 'checked-in' },
  held: { reschedule: 'scheduled', cancel: 'cancelled', 'check-in': 'checked-in', clear: 'checked-in', 'adverse-events': 'held' },
  'in-progress': { progress: 'in-progress', complete: 'completed', abort: 'aborted', 'adverse-events': 'in-progress' },
  completed: { sign: 'signed', addenda: 'completed', 'adverse-events': 'completed' },
  signed: { addenda: 'signed', 'adverse-events': 'signed' },
  aborted: { sign: 'aborted', addenda: 'aborted', 'adverse-events': 'aborted' },
  cancelled: {},
  'no-show': {},
};

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe.each(STATES)('a session that is %s', (state) => {
  beforeEach(async () => {
    clinic = await service.newClinic();
  });

  /** A routine request for each move, by whoever makes it. */
  async function act(action: Action, { sessionId }: SessionOfCourse): Promise<Answered> {
    const path = `/v1/sessions/${sessionId}/${action}`;
    const [desk, operator, clinician] = [clinic.as('front-desk'), clinic.as('operator'), clinic.as('clinician')];
    const delivered = { intensityPercentRmt: 80, trains: 30, totalPulses: 3000 };
    switch (action) {
      case 'reschedule': return desk.post(path, { startsAt: '2030-03-05T15:00:00Z', reason: 'Another time' });
      case 'cancel': return desk.post(path, { reason: 'Ill' });
      case 'no-show': return desk.post(path, {});
      case 'check-in': return operator.post(path, { answers: await routineDay(clinic) });
      case 'clear': return clinician.post(path, { rationale: 'Seen and examined.' });
      case 'start': return operator.post(path, {});
      case 'progress': return operator.post(path, { trains: 1 });
      case 'complete': return operator.post(path, { delivered });
      case 'abort': return operator.post(path, { reason: 'Headache', delivered: { ...delivered, trains: 10, totalPulses: 1000 } });
      case 'sign': return clinician.post(path, { meaning: 'reviewed', password: TEST_PASSWORD });
      case 'addenda': return clinician.post(path, { text: 'Told a day later.' });
      case 'adverse-events': return operator.post(path, { category: 'headache', grade: 1, description: 'Mild, an hour' });
    }
  }

  async function sessionIn(wanted: State): Promise<SessionOfCourse> {
    switch (wanted) {
      case 'scheduled': return bookedSession(service, clinic);
      case 'checked-in': return checkedInSession(service, clinic);
      case 'held': return heldSession(service, clinic);
      case 'in-progress': return sessionInProgress(service, clinic);
      case 'completed': return completedSession(service, clinic);
      case 'signed': return moved(await completedSession(service, clinic), 'sign');
      case 'aborted': return moved(await sessionInProgress(service, clinic), 'abort');
      case 'cancelled': return moved(await bookedSession(service, clinic), 'cancel');
      case 'no-show': return moved(await bookedSession(service, clinic), 'no-show');
    }
  }

  async function moved(one: SessionOfCourse, action: Action): Promise<SessionOfCourse> {
    return { ...one, session: expectStatus(await act(action, one), 200) };
  }

  const seen = async ({ sessionId }: SessionOfCourse): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/sessions/${sessionId}`), 200);
  const allowed = ALLOWED[state];
  const forbidden = ACTIONS.filter((action) => !(action in allowed));

  it(`refuses ${forbidden.join(', ')}, and stays as it is`, async () => {
    const one = await sessionIn(state);
    const before = await seen(one);
    expect(before.status).toBe(state);
    for (const action of forbidden) {
      const answer = await act(action, one);
      expect([action, answer.status, answer.body.code, answer.body.state]).toEqual([action, 409, 'wrong-state', state]);
    }
    expect(await seen(one)).toEqual(before);
  });

  for (const [action, next] of Object.entries(allowed) as [Action, State][]) {
    it(`is ${next} after ${action}`, async () => {
      const one = await sessionIn(state);
      const answer = await act(action, one);
      expect(answer.status).toBe(['addenda', 'adverse-events', 'progress'].includes(action) ? 201 : 200);
      const after = await seen(one);
      expect(after.status).toBe(next);
      if (answer.status === 200 && action !== 'reschedule' && action !== 'cancel' && action !== 'no-show') {
        const { today: _today, ...session } = answer.body;
        expect(session).toEqual(after);
      }
      if (action === 'complete') expect(doseAsPrescribed(after).totalPulses).toBe(after.delivered.totalPulses);
    });
  }
});
