import { expectStatus, type Json } from '../support/caller.js';
import { startService, type Service, type TestClinic } from '../support/service.js';
import { completedSession } from '../support/world.js';

let service: Service;
let clinic: TestClinic;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  clinic = await service.newClinic();
});

const HEADER = 'device,patientMrn,startedAt,trains,totalPulses';
const send = (content: string, format = 'csv') => clinic.as('operator').post('/v1/device-files', { name: `file.${format}`, format, content });
const decide = (id: string, action: string, body: Json) => clinic.as('operator').post(`/v1/device-rows/${id}/${action}`, body);

it('a file is matched, proposed or kept in the tray, once', async () => {
  const { sessionId, patientId, session } = await completedSession(service, clinic);
  const { mrn } = expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}`), 200);
  const { name } = expectStatus(await clinic.as('operator').get(`/v1/devices/${session.deviceId}`), 200);
  const lines = [`${name},${mrn},2030-03-04T14:03:00Z,30,3000`, `${name},,2030-03-04T14:20:00Z,30,3000`, `${name},nobody,2030-03-04T14:00:00Z,1,100`, `Another,${mrn},2030-03-04T14:00:00Z,1,100`];
  const file = `${HEADER}\n${lines.join('\n')}\n`;
  const first = await send(file);
  const { rows } = expectStatus(first, 201);
  expect(rows.map(({ line, status, sessionId: id }: Json) => [line, status, id])).toEqual([[1, 'matched', sessionId], [2, 'proposed', sessionId], [3, 'unmatched', null], [4, 'unmatched', null]]);
  expect(expectStatus(await send(file), 201)).toEqual(first.body);
  expect(expectStatus(await clinic.as('operator').get(first.headers['location'] ?? ''), 200)).toEqual(first.body);
  expect(expectStatus(await send(`${HEADER}\n${lines[0]}\n${name},${mrn},2030-03-04T14:01:00Z,29,2900\n`), 201).rows).toMatchObject([{ line: 2, status: 'proposed', sessionId }]);

  expect(expectStatus(await decide(rows[1].id, 'confirm', {}), 200)).toMatchObject({ status: 'matched', sessionId, decidedBy: clinic.staff.operator.id });
  expect(expectStatus(await decide(rows[1].id, 'confirm', {}), 409).code).toBe('wrong-state');
  expectStatus(await decide(rows[2].id, 'confirm', {}), 400);
  expect(expectStatus(await decide(rows[2].id, 'dismiss', { reason: 'A test with a phantom' }), 200)).toMatchObject({ status: 'dismissed', note: 'A test with a phantom' });
  expect(expectStatus(await decide(rows[3].id, 'confirm', { sessionId }), 200).status).toBe('matched');
  expect(expectStatus(await clinic.as('operator').get('/v1/device-rows?status=unmatched'), 200).items).toEqual([]);
  expectStatus(await clinic.as('front-desk').get('/v1/device-rows'), 403);
});

it('a row that does not agree with the record says in what, and is found', async () => {
  const { sessionId, patientId, session } = await completedSession(service, clinic);
  const { mrn } = expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}`), 200);
  const { name } = expectStatus(await clinic.as('operator').get(`/v1/devices/${session.deviceId}`), 200);
  const { trains, totalPulses, intensityPercentRmt } = session.delivered;
  const inParts = [20, trains - 21].map((part, index) => `${name},${mrn},2030-03-04T14:0${index * 2}:00Z,${part},${part * 100},${intensityPercentRmt + index * 2}`);
  const { rows } = expectStatus(await send(`${HEADER},intensityPercentRmt\n${inParts.join('\n')}\n`), 201);
  expectStatus(await decide(rows[1].id, 'confirm', {}), 200);
  const found = expectStatus(await clinic.as('operator').get('/v1/device-rows?differs=true'), 200).items;
  const dose = [{ field: 'totalPulses', device: (trains - 1) * 100, record: totalPulses }, { field: 'trains', device: trains - 1, record: trains }];
  expect(found).toMatchObject([{ sessionId, differences: dose }, { sessionId, differences: [{ field: 'intensityPercentRmt', device: intensityPercentRmt + 2, record: intensityPercentRmt }, ...dose] }]);
  expect(found[0].differences).toHaveLength(2);

  const rest = `${HEADER}\n${name},${mrn},2030-03-04T14:04:00Z,1,100\n`;
  const { rows: [last] } = expectStatus(await send(rest), 201);
  expect(expectStatus(await decide(last.id, 'confirm', {}), 200).differences).toEqual([]);
  expect(expectStatus(await clinic.as('operator').get('/v1/device-rows?differs=true'), 200).items).toHaveLength(1);
  expect(expectStatus(await clinic.as('operator').get('/v1/device-rows?differs=false'), 200).items).toHaveLength(2);
});

it('a device that gave more than prescribed alerts whoever prescribed it, once a session; the session shows it', async () => {
  const { sessionId, patientId, session } = await completedSession(service, clinic);
  const { mrn } = expectStatus(await clinic.as('clinician').get(`/v1/patients/${patientId}`), 200);
  const { name } = expectStatus(await clinic.as('operator').get(`/v1/devices/${session.deviceId}`), 200);
  const alerts = async (): Promise<Json[]> => expectStatus(await clinic.as('clinician').get(`/v1/alerts?patientId=${patientId}`), 200).items;
  const read = async (): Promise<Json> => expectStatus(await clinic.as('clinician').get(`/v1/sessions/${sessionId}`), 200);
  const { trains, totalPulses, intensityPercentRmt } = session.delivered;
  const row = (minute: number, part: number, intensity: number): string => `${HEADER},intensityPercentRmt\n${name},${mrn},2030-03-04T14:0${minute}:00Z,${part},${part * 100},${intensity}\n`;
  expectStatus(await send(row(0, trains, intensityPercentRmt + 1)), 201);
  expect(await alerts()).toEqual([]);
  expect(await read()).not.toHaveProperty('deviceDifferences');

  const { rows: [more] } = expectStatus(await send(row(3, 2, intensityPercentRmt)), 201);
  expect(await alerts()).toEqual([]);
  expectStatus(await decide(more.id, 'confirm', {}), 200);
  const [alert, ...others] = await alerts();
  expect(others).toEqual([]);
  const { id: clinicianId } = clinic.staff.clinician;
  expect(alert).toMatchObject({ kind: 'adverse-event', severity: 'critical', status: 'open', responsibleId: clinicianId, acknowledgeBy: expect.any(String), summary: expect.stringContaining(`${totalPulses + 200} pulses, ${totalPulses} prescribed`) });
  const shown = await read();
  expect(shown.warnings).toMatchObject([{ code: 'device-differs' }]);
  expect(shown.deviceDifferences).toHaveLength(2);
  expect(shown.deviceDifferences[0].differences).toMatchObject([{ field: 'totalPulses', device: totalPulses + 200, record: totalPulses }, { field: 'trains', device: trains + 2, record: trains }]);
  expect(JSON.stringify(expectStatus(await clinic.as('front-desk').get(`/v1/sessions/${sessionId}`), 200))).not.toMatch(/device-?differ/i);

  const { rows: [yetMore] } = expectStatus(await send(row(4, 1, intensityPercentRmt + 5)), 201);
  expectStatus(await decide(yetMore.id, 'confirm', {}), 200);
  expect(await alerts()).toMatchObject([{ id: alert?.id, summary: expect.stringContaining(`${intensityPercentRmt + 5} % of the motor threshold, ${intensityPercentRmt} prescribed`) }]);
});

it.each([
  ['csv', 'device\n"', 'unreadable'],
  ['csv', HEADER, 'row-count'],
  ['json', '{}', 'unreadable'],
  ['json', '[{"device":"D","startedAt":"2030-03-04T14:00:00Z","trains":1.5,"totalPulses":1}]', 'bad-row'],
  ['json', '[{"device":"D","startedAt":"2030-03-04T14:00:00","trains":1,"totalPulses":1}]', 'bad-row'],
  ['json', '[{"device":"D","startedAt":"2030-03-04T14:00:00Z","trains":1,"totalPulses":1,"dose":2}]', 'bad-row'],
])('a file that cannot be read says why: %s %s', async (format, content, code) => {
  expect(expectStatus(await send(content, format), 400).errors[0].code).toBe(code);
});
