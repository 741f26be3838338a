import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const operator = () => clinic.as('operator');
const clinician = () => clinic.as('clinician');
const setLimits = async (limits: Json[]): Promise<void> => void expectStatus(await clinician().patch('/v1/safety-limits', { limits, rationale: 'Our own rule' }), 200);

describe('the clinic’s own limits', () => {
  it('name their sources, and may be stricter than a hard stop, never laxer', async () => {
    const { limits, revision }: Json = expectStatus(await operator().get('/v1/safety-limits'), 200);
    expect(revision).toBe(0);
    expect(limits.every(({ source, provenance, unit }: Json) => source && provenance && unit)).toBe(true);
    const change = (limit: Json, by = clinician()) => by.patch('/v1/safety-limits', { limits: [limit], rationale: 'Our own rule' });
    expectStatus(await change({ name: 'outputPercentMso', value: 80 }, clinic.as('admin')), 403);
    expect(expectStatus(await change({ name: 'pulsesPerDayAtMost', value: 20_000 }), 400).errors).toEqual([expect.objectContaining({ pointer: '/limits/0/value', code: 'too-lax' })]);
    expect(expectStatus(await change({ name: 'gapMinutes', value: 10 }), 400).errors[0].pointer).toBe('/limits/0/value');
    expect(expectStatus(await change({ name: 'gapMinutes', value: 0 }), 400).errors[0].pointer).toBe('/limits/0/value');
    expect(expectStatus(await change({ name: 'heads', value: 2 }), 400).errors[0].pointer).toBe('/limits/0/name');
    const after = expectStatus(await change({ name: 'outputPercentMso', value: 80 }), 200);
    expect(after.limits.find(({ name }: Json) => name === 'outputPercentMso')).toMatchObject({ value: 80, standard: 100, source: 'Set by the clinic' });
    const stranger = await service.newClinic();
    expect(expectStatus(await stranger.as('clinician').get('/v1/safety-limits'), 200)).toMatchObject({ id: stranger.id, revision: 0 });
  });

  it('hold for the next dose that is checked, and for a protocol to be published', async () => {
    const dose = { modality: 'rtms', stimulation: { frequencyHz: 10, intensityPercentRmt: 80, trains: 30, pulsesPerTrain: 100, interTrainIntervalSeconds: 20 } };
    const found = async (): Promise<string[]> => expectStatus(await clinician().post('/v1/protocols/check', dose), 200).findings.map(({ rule }: Json) => rule);
    expect(await found()).not.toContain('S13');
    await setLimits([{ name: 'pulsesPerDay', value: 2500 }]);
    expect(await found()).toContain('S13');
  });
});
