import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service } from '../support/service.js';

const PROTOCOL = {
  code: 'own-four-eyes',
  name: 'Own protocol',
  modality: 'rtms',
  targetRegion: 'M1',
  hemisphere: 'contralateral-to-pain',
  stimulation: { frequencyHz: 10, intensityPercentRmt: 80, pulsesPerTrain: 50, trainDurationSeconds: 5, interTrainIntervalSeconds: 25, trains: 20, totalPulses: 1000 },
  sessionMinutes: 10,
  phases: [{ name: 'induction', sessions: 10, sessionsPerWeek: 5, sessionsPerDay: 1 }],
  indications: ['neuropathic-pain'],
  evidence: { citation: 'Our own practice' },
};

describe('a protocol', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  describe('of a clinic that wants four eyes', () => {
    it('is published once a second clinician approved it, and nobody wants changes', async () => {
      const careful = await service.newClinic();
      expectStatus(await careful.as('admin').patch('/v1/clinic', { protocolReview: 'second-clinician' }), 200);
      const { id } = expectStatus(await careful.as('clinician').post('/v1/protocols', PROTOCOL), 201);
      const version = `/v1/protocols/${id}/versions/1`;
      const review = (who: 'clinician' | 'clinician2' | 'operator', decision: string) => careful.as(who).post(`${version}/review`, { decision, comment: 'read twice' });
      expect(expectStatus(await careful.as('clinician').post(`${version}/publish`), 409).code).toBe('review-required');
      expect(expectStatus(await review('clinician', 'approved'), 409).code).toBe('own-draft');
      expectStatus(await review('operator', 'approved'), 403);
      expectStatus(await review('clinician2', 'changes-wanted'), 200);
      expect(expectStatus(await careful.as('clinician2').post(`${version}/publish`), 409).code).toBe('review-required');
      expect(expectStatus(await review('clinician2', 'approved'), 200).reviews.map(({ decision }: Json) => decision)).toEqual(['changes-wanted', 'approved']);
      expect(expectStatus(await careful.as('clinician').post(`${version}/publish`), 200).status).toBe('published');
      expect(expectStatus(await review('clinician2', 'approved'), 409).code).toBe('wrong-state');
    });
  });
});
