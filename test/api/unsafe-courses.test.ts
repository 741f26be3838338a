import { expectStatus, type Json } from '../support/caller.js';
import { clinic, clinicForEachTest, service } from '../support/clinic-for-each.js';
import { activeCourse, activate, checkedInSession, DEPRESSION_PROTOCOL, draftCourse, laterOn, prescribed, preparedPatient, type SessionOfCourse } from '../support/world.js';

/** What turns a sound prescription into an unsafe one behind its prescriber's back: each stops the course, or the next session. */
clinicForEachTest();

const clinician = () => clinic.as('clinician');
const start = (sessionId: string, body: Json = {}) => clinic.as('operator').post(`/v1/sessions/${sessionId}/start`, body);
const DEPRESSION = { protocolCode: DEPRESSION_PROTOCOL, category: 'depression', icd10: 'F33.2', side: null };
const TDCS = { kind: 'tdcs', plan: '2 mA, C3 to Fp2', startedOn: '2030-03-01', timing: { relation: 'before', gapMinutes: 5 } };

const consent = async (patientId: string, kind: string, changes: Json = {}): Promise<Json> =>
  expectStatus(await clinician().post(`/v1/patients/${patientId}/consents`, { kind, signedAt: service.clock.now(), documentVersion: '2', signedBy: 'R. Example', ...changes }), 201);
const withdraw = async (patientId: string, kind: string): Promise<void> => {
  const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/consents`), 200);
  const { id } = items.findLast((one: Json) => one.kind === kind);
  expectStatus(await clinician().post(`/v1/patients/${patientId}/consents/${id}/withdraw`, {}), 200);
};
const missing = async (courseId: string, rules: string[] = []): Promise<string[]> => {
  const answer = await clinician().post(`/v1/courses/${courseId}/activate`, { overrides: rules.map((rule) => ({ rule, rationale: 'Weighed.' })) });
  return (answer.body.missing ?? []).map(({ code, rule }: Json) => [code, rule].filter(Boolean).join(' '));
};
const against = async (sessionId: string, body: Json = {}): Promise<string[]> => {
  const answer = await start(sessionId, body);
  return answer.status === 200 ? ['started'] : (answer.body.findings ?? [answer.body]).map(({ rule, code }: Json) => rule ?? code);
};
const changeCondition = async ({ patientId, conditionId }: { patientId: string; conditionId: string }, change: Json): Promise<void> =>
  void expectStatus(await clinician().patch(`/v1/patients/${patientId}/conditions/${conditionId}`, change), 200);

describe('between its activation and its next session', () => {
  it('a course stops with the consent to treatment', async () => {
    const { sessionId, patientId } = await checkedInSession(service, clinic);
    await withdraw(patientId, 'treatment');
    expect(await against(sessionId)).toEqual(['treatment-consent']);
    expect(await against(sessionId, {})).toEqual(['treatment-consent']);
    await consent(patientId, 'treatment');
    expect(await against(sessionId)).toEqual(['started']);
  });

  it('it asks again where the side of the pain turns out to be the other one', async () => {
    const one: SessionOfCourse = await checkedInSession(service, clinic);
    await changeCondition(one, { side: 'left' });
    expect(await against(one.sessionId)).toEqual(['S29']);
    expectStatus(await clinician().post(`/v1/sessions/${one.sessionId}/start`, { overrides: [{ rule: 'S29', rationale: 'The right hemisphere is lesioned.' }] }), 200);
  });

  it('it asks for the consent to off-label use where its clinic turns out to be elsewhere', async () => {
    const { sessionId, patientId } = await checkedInSession(service, clinic, DEPRESSION);
    const draft = await draftCourse(service, clinic, DEPRESSION);
    for (const id of [patientId, draft.patientId]) await withdraw(id, 'off-label');
    expectStatus(await clinic.as('admin').patch('/v1/clinic', { timeZone: 'Europe/Berlin' }), 200);
    expect(await against(sessionId)).toEqual(['S27']);
    expect(await missing(draft.courseId)).toEqual(['off-label-consent-missing']);
  });

  it('its dose is held against the limits as they are today', async () => {
    const { sessionId } = await checkedInSession(service, clinic, { ...DEPRESSION, protocolCode: 'ldlpfc-itbs-threed-2018' });
    expectStatus(await clinician().patch('/v1/safety-limits', { limits: [{ name: 'thetaBurstIntensityPercentRmt', value: 100 }], rationale: 'Our own rule' }), 200);
    expect(await against(sessionId)).toEqual(['S12']);
  });

  it('an H-coil put on the device asks by rule S30 whoever has a raised risk', async () => {
    const patientId = await preparedPatient(service, clinic, { 'family-epilepsy': true });
    const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/screenings`), 200);
    expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings/${items[0].id}/review`, { decision: 'cleared', rationale: 'A cousin.' }), 200);
    const { courseId } = await prescribed(clinic, patientId, DEPRESSION);
    await activate(clinic, courseId);
    expectStatus(await clinic.as('operator').post(`/v1/courses/${courseId}/motor-thresholds`, { percentMso: 54, method: 'emg', measuredAt: service.clock.now(), hemisphere: 'left' }), 201);
    const { id } = expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: service.clock.now() }), 201);
    const form = expectStatus(await clinic.as('operator').get('/v1/pre-session-form'), 200).items.filter(({ kind }: Json) => kind !== 'number');
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${id}/check-in`, { answers: Object.fromEntries(form.map(({ code, kind }: Json) => [code, kind === 'confirmation'])) }), 200);
    expect(await against(id, { coilType: 'h1' })).toEqual(['S30']);
    expect(await against(id, { coilType: 'figure-8' })).toEqual(['started']);
  });
});

it('whoever could come at once is kept with the record, and asked for in the first sessions (S28)', async () => {
  const { sessionId, session } = await checkedInSession(service, clinic);
  expect(session.today.warnings.map(({ rule }: Json) => rule)).toContain('S28');
  const supervision = { presence: 'on-site', clinicianId: clinic.staff.clinician.id };
  expectStatus(await start(sessionId, { supervision: { ...supervision, clinicianId: clinic.staff['front-desk'].id } }), 404);
  expectStatus(await start(sessionId, { supervision: { presence: 'by telephone' } }), 400);
  expect(expectStatus(await start(sessionId, { supervision }), 200).prescribed).toMatchObject({ totalPulses: 3000, supervision });
});

describe('a consent', () => {
  it('that was signed anew and taken back is not replaced by the one before', async () => {
    const { courseId, patientId } = await draftCourse(service, clinic, DEPRESSION);
    await consent(patientId, 'treatment', { documentVersion: '2031-01' });
    await withdraw(patientId, 'treatment');
    expect(await missing(courseId)).toEqual(['treatment-consent-missing']);
    service.clock.advanceMinutes(1);
    await consent(patientId, 'treatment', { documentVersion: '2031-01' });
    expect(await missing(courseId)).toEqual([]);
  });

  it('of its own is needed for a current with the pulses, to begin and each day', async () => {
    const { courseId, patientId } = await draftCourse(service, clinic);
    expectStatus(await clinician().post(`/v1/courses/${courseId}/adjuncts`, TDCS), 201);
    await withdrawIfGiven(patientId);
    expect(await missing(courseId, ['S05', 'adjunct-tdcs'])).toEqual(['combined-consent-missing']);
    await consent(patientId, 'combined-stimulation');
    expect(await missing(courseId, ['S05', 'adjunct-tdcs'])).toEqual([]);
    expectStatus(await clinic.as('operator').post(`/v1/courses/${courseId}/motor-thresholds`, { percentMso: 54, method: 'emg', measuredAt: service.clock.now(), hemisphere: 'left' }), 201);
    const session = await checkedIn(courseId);
    await withdraw(patientId, 'combined-stimulation');
    expect(await against(session)).toEqual(['combined-consent']);
  });

  it('is needed until the end of the current’s last day at the clinic, and not after it', async () => {
    const { courseId, patientId } = await draftCourse(service, clinic, DEPRESSION);
    expectStatus(await clinician().post(`/v1/courses/${courseId}/adjuncts`, { ...TDCS, endedOn: '2030-03-04', overrides: [{ rule: 'adjunct-tdcs', rationale: 'Weighed.' }] }), 201);
    const unanswered = await draftCourse(service, clinic, DEPRESSION);
    expectStatus(await clinician().post(`/v1/courses/${unanswered.courseId}/adjuncts`, { ...TDCS, endedOn: '2030-03-04' }), 201);
    await withdraw(patientId, 'combined-stimulation');
    // Evening in New York, and the next day by UTC.
    await laterOn(service, clinic, '2030-03-05T01:00:00.000Z', 'clinician');
    expect(await missing(courseId)).toContain('combined-consent-missing');
    expect(await missing(unanswered.courseId)).toEqual(['safety-finding-unanswered adjunct-tdcs']);
    await laterOn(service, clinic, '2030-03-05T06:00:00.000Z', 'clinician');
    expect(await missing(courseId)).not.toContain('combined-consent-missing');
  });

  it('and a word are needed where the current is a course of its own', async () => {
    const { patientId } = await activeCourse(service, clinic, DEPRESSION);
    await withdrawIfGiven(patientId);
    service.clock.advanceMinutes(1);
    const answers = Object.fromEntries(expectStatus(await clinician().get('/v1/screening-form'), 200).items.map(({ code }: Json) => [code, false]));
    expectStatus(await clinician().post(`/v1/patients/${patientId}/screenings`, { answers }), 201);
    const { courseId } = await prescribed(clinic, patientId, { protocolCode: 'tdcs-m1-2ma-fregni-2006' });
    expect(await missing(courseId)).toEqual(['combined-consent-missing', 'safety-finding-unanswered tdcs-with-pulses']);
    await consent(patientId, 'combined-stimulation');
    expect(await missing(courseId, ['tdcs-with-pulses'])).toEqual([]);
  });

  const withdrawIfGiven = async (patientId: string): Promise<void> => {
    const { items } = expectStatus(await clinician().get(`/v1/patients/${patientId}/consents`), 200);
    if (items.some(({ kind }: Json) => kind === 'combined-stimulation')) await withdraw(patientId, 'combined-stimulation');
    service.clock.advanceMinutes(1);
  };

  async function checkedIn(courseId: string): Promise<string> {
    const { id } = expectStatus(await clinic.as('front-desk').post('/v1/sessions', { courseId, kind: 'treatment', startsAt: service.clock.now() }), 201);
    const form = expectStatus(await clinic.as('operator').get('/v1/pre-session-form'), 200).items.filter(({ kind }: Json) => kind !== 'number');
    expectStatus(await clinic.as('operator').post(`/v1/sessions/${id}/check-in`, { answers: Object.fromEntries(form.map(({ code, kind }: Json) => [code, kind === 'confirmation'])) }), 200);
    return String(id);
  }
});

describe('an answer of a clinician', () => {
  const QUETIAPINE = { name: 'Quetiapine', dose: '50 mg', frequency: 'daily', startedOn: '2029-01-01' };
  const CLOZAPINE = { ...QUETIAPINE, name: 'Clozapine', dose: '100 mg' };

  it('given before there was anything to answer answers nothing', async () => {
    const { patientId, conditionId, protocolId } = await draftCourse(service, clinic);
    const overrides = ['S05', 'S13', 'S20', 'S22', 'S29', 'medication-risk', 'adjunct-tdcs'].map((rule) => ({ rule, rationale: 'Whatever comes.' }));
    const { id } = expectStatus(await clinician().post('/v1/courses', { patientId, protocolId, conditionId, target: { method: 'motor-hotspot' }, overrides }), 201);
    expectStatus(await clinician().post(`/v1/patients/${patientId}/medications`, CLOZAPINE), 201);
    await changeCondition({ patientId, conditionId }, { side: 'left' });
    expect(await missing(id)).toEqual(['safety-finding-unanswered S29', 'safety-finding-unanswered medication-risk']);
    expect(await missing(id, ['S29', 'medication-risk'])).toEqual([]);
  });

  it('to one drug is none to the next', async () => {
    const { courseId, patientId } = await draftCourse(service, clinic);
    expectStatus(await clinician().post(`/v1/patients/${patientId}/medications`, CLOZAPINE), 201);
    const { id } = expectStatus(await clinician().post('/v1/courses', { patientId, protocolId: await protocolOf(courseId), conditionId: await conditionOf(courseId), target: { method: 'motor-hotspot' }, overrides: [{ rule: 'medication-risk', rationale: 'Clozapine alone.' }] }), 201);
    expect(await missing(id)).toEqual(['safety-finding-unanswered S05']);
    expectStatus(await clinician().post(`/v1/patients/${patientId}/medications`, { ...CLOZAPINE, name: 'Imipramine' }), 201);
    expect(await missing(id, ['S05'])).toEqual(['safety-finding-unanswered medication-risk']);
  });

  const of = async (courseId: string): Promise<Json> => expectStatus(await clinician().get(`/v1/courses/${courseId}`), 200);
  const protocolOf = async (courseId: string): Promise<string> => (await of(courseId)).protocolId;
  const conditionOf = async (courseId: string): Promise<string> => (await of(courseId)).conditionId;
});

describe('a protocol', () => {
  const STRONG = { frequencyHz: 10, intensityPercentRmt: 120, trains: 1, pulsesPerTrain: 40, trainDurationSeconds: 4 };
  const content = (blocks: Json[], pauseBetweenBlocksSeconds?: number): Json => ({
    code: 'in-slices', name: 'One train in slices', modality: 'rtms', targetRegion: 'DLPFC', hemisphere: 'left', blocks, ...(pauseBetweenBlocksSeconds !== undefined && { pauseBetweenBlocksSeconds }),
    sessionMinutes: 20, phases: [{ name: 'acute', sessions: 10, sessionsPerWeek: 5, sessionsPerDay: 1 }], indications: ['depression'], evidence: { citation: 'None' },
  });
  const left = { hemisphere: 'left', stimulation: STRONG };

  it.each([[undefined, ['S07']], [0, ['S07']], [0.5, []], [3, []], [30, []]])('of blocks at one place with a pause of %s s between them', async (pause, rules) => {
    const drafted = await clinician().post('/v1/protocols', content([left, left, left], pause));
    if (pause === 0.5) return expect(drafted.status).toBe(400);
    const { id } = expectStatus(drafted, 201);
    const answer = await clinician().post(`/v1/protocols/${id}/versions/1/publish`, {});
    expect(answer.status === 200 ? [] : answer.body.findings.map(({ rule }: Json) => rule)).toEqual(rules);
  });

  it('of blocks with a short pause is prescribed with a signature', async () => {
    const { id } = expectStatus(await clinician().post('/v1/protocols', content([left, left], 3)), 201);
    expectStatus(await clinician().post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
    const { courseId } = await draftCourse(service, clinic, { ...DEPRESSION, protocolCode: 'in-slices' });
    expect(await missing(courseId)).toEqual(['safety-finding-unanswered S08']);
  });

  it('says what its blocks and their pause come to before it is written', async () => {
    const check = async (more: Json): Promise<string[]> => expectStatus(await clinician().post('/v1/protocols/check', { modality: 'rtms', stimulation: STRONG, followingBlocks: [{ modality: 'rtms', stimulation: STRONG }], ...more }), 200).findings.map(({ rule }: Json) => rule);
    expect(await check({})).not.toContain('S07');
    expect(await check({ pauseBetweenBlocksSeconds: 0 })).toContain('S07');
    expect(await check({ pauseBetweenBlocksSeconds: 4 })).toContain('S08');
  });

  it('in other units than its own is refused, or doubted aloud', async () => {
    const check = (stimulation: Json) => clinician().post('/v1/protocols/check', { modality: 'rtms', stimulation: { ...STRONG, trains: 75, interTrainIntervalSeconds: 26, ...stimulation } });
    expect(expectStatus(await check({ interTrainIntervalSeconds: 26_000 }), 400).errors[0].pointer).toBe('/stimulation/interTrainIntervalSeconds');
    expect(expectStatus(await check({ trainDurationSeconds: 4_000 }), 400).errors[0].pointer).toBe('/stimulation/trainDurationSeconds');
    expectStatus(await check({ intensityPercentRmt: 1e308 }), 400);
    expect(expectStatus(await check({ intensityPercentRmt: 130.001 }), 200).findings.map(({ rule }: Json) => rule)).toContain('S02');

    const fraction = { ...left, stimulation: { ...STRONG, intensityPercentRmt: 1.2 } };
    const { id } = expectStatus(await clinician().post('/v1/protocols', { ...content([left, fraction], 30), code: 'fraction' }), 201);
    expectStatus(await clinician().post(`/v1/protocols/${id}/versions/1/publish`, {}), 200);
    const { course } = await draftCourse(service, clinic, { ...DEPRESSION, protocolCode: 'fraction' });
    expect(course.warnings.map(({ code }: Json) => code)).toContain('low-intensity');
  });
});

describe('a part of the plan', () => {
  it('is not put on a device that does not deliver it', async () => {
    const { courseId } = await activeCourse(service, clinic);
    const add = (more: Json) => clinician().post(`/v1/courses/${courseId}/adjuncts`, { ...TDCS, ...more });
    expect(expectStatus(await add({ deviceId: clinic.devices[1] }), 400).errors).toMatchObject([{ pointer: '/deviceId', code: 'device-unsuitable' }]);
    const { id } = expectStatus(await add({}), 201);
    expect(expectStatus(await clinician().patch(`/v1/courses/${courseId}/adjuncts/${id}`, { deviceId: clinic.devices[1] }), 400).errors[0].code).toBe('device-unsuitable');
    const stimulator = { name: 'Current', manufacturer: 'M', model: 'D', modalities: ['tdcs'], status: 'in-service' };
    const device = expectStatus(await clinic.as('admin').post('/v1/devices', stimulator), 201);
    expectStatus(await clinician().patch(`/v1/courses/${courseId}/adjuncts/${id}`, { deviceId: device.id }), 200);
    expectStatus(await clinician().post(`/v1/courses/${courseId}/adjuncts`, { kind: 'cbt', plan: 'x', startedOn: '2030-03-01', deviceId: clinic.devices[1] }), 201);
  });
});
