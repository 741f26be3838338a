import { playTour } from '../../bin/tour/play.mjs';
import type { Json } from '../support/caller.js';
import { cloneDatabase, type ClonedDatabase } from '../support/database.js';
import { MortalService } from '../support/mortal-service.js';
import { TEST_PASSWORD } from '../support/service.js';

interface Answer {
  status: number;
  body: Json;
  headers: Record<string, string>;
}
type Call = { method: string; headers: Record<string, string>; body?: string };

/** As the power going out while a patient is being stimulated. */
describe('a service that is killed in the middle of a session', () => {
  let database: ClonedDatabase;
  let service: MortalService;

  beforeEach(async () => {
    database = await cloneDatabase();
    service = new MortalService(database.ownerUrl, TEST_PASSWORD, { CLOCK: '2030-03-04T14:00:00.000Z' });
    await service.start();
  });
  afterEach(async () => {
    await service.kill();
    await database.drop();
  });

  async function send(url: string, { method, headers, body }: Call): Promise<Answer> {
    const answer = await fetch(url.replace('http://service', service.address), { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: Object.fromEntries(answer.headers) };
  }

  it.each(['complete', 'abort'] as const)('has the 20 of 30 trains that were reported, and can %s the session', async (how) => {
    let token = '';
    let kept: Json = {};
    let aborted: Answer | undefined;
    const stopped = new Error('The patient has gone home.');
    const tour = playTour({
      base: 'http://service',
      password: TEST_PASSWORD,
      nowMs: service.nowMs(),
      send: async (url: string, call: Call) => {
        if (/\/start$/.test(url)) token = call.headers['Authorization'] ?? '';
        return send(url, call);
      },
      between: async (_step: number, { body }: Answer) => {
        if (body?.status !== 'in-progress') return;
        const path = `http://service/v1/sessions/${body.id}`;
        const headers = { authorization: token, 'content-type': 'application/json' };
        const report = (trains: number): Promise<Answer> => send(`${path}/progress`, { method: 'POST', headers, body: JSON.stringify({ trains }) });
        for (let train = 0; train < 20; train += 1) expect((await report(1)).status).toBe(201);
        await service.kill();
        await service.start();
        kept = (await send(path, { method: 'GET', headers: { authorization: token } })).body;
        if (how === 'complete') return;
        aborted = await send(`${path}/abort`, { method: 'POST', headers, body: JSON.stringify({ reason: 'Power cut' }) });
        throw stopped;
      },
    });
    const answers = await tour.then(({ answers: all }: { answers: Map<string, Answer> }) => all, (error: unknown) => {
      if (error !== stopped) throw error;
      return new Map<string, Answer>();
    });
    expect([service.kills, kept.status, kept.progress?.trains, kept.progress?.totalPulses]).toEqual([1, 'in-progress', 20, 2000]);
    const after = how === 'complete' ? answers.get('completed') : aborted;
    expect(after?.body).toMatchObject(
      how === 'complete'
        ? { status: 'completed', delivered: { trains: 30, totalPulses: 3000 }, progress: { trains: 20 } }
        : { status: 'aborted', statusReason: 'Power cut', delivered: { trains: 20, totalPulses: 2000, reason: 'Power cut', percentOfPrescribedPulses: 66.7 }, progress: { trains: 20 } },
    );
  }, 120_000);
});
