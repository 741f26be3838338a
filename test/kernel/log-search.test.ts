import { searchLogs } from '../support/log-search.mjs';
import { PATIENT_NAMES } from '../support/names.js';

const line = (more: string): string => `{"level":"info","time":"2030-03-04T14:00:00Z","route":"/v1/patients","status":201${more},"msg":"request"}`;

describe('the search of the logs', () => {
  it('says nothing of a log that says nothing', () => {
    expect(searchLogs(Object.values(PATIENT_NAMES), [line('')])).toMatchObject({ found: [], values: 2, plain: 0 });
  });

  it.each(Object.values(PATIENT_NAMES))('finds %s wherever it stands: no name that tests give is a word of the program', (name) => {
    const places = [`,"name":"${name}"`, `,"fault":"no such key (${name.toUpperCase()})"`, `,"body":${JSON.stringify(JSON.stringify({ name }))}`, `,"url":"/v1/patients?q=${name}"`];
    for (const place of places) expect(searchLogs([name], [line(''), line(place)]).found).toMatchObject([{ value: name }]);
  });

  it('finds an answer, a number and a secret, however they are written', () => {
    const told = ['"q1":3,"q2":2', 'T-0a1b2c3d4e', 'Zoë Ångström & Söhne', 'eyJhbGciOi.J9.c2ln'];
    const places = [`,"answers":${JSON.stringify('{"q1":3,"q2":2}')}`, ',"mrn":"T-0a1b2c3d4e"', `,"url":"?q=${encodeURIComponent('Zoë Ångström & Söhne')}"`, ',"authorization":"Bearer eyJhbGciOi.J9.c2ln"'];
    for (const [index, value] of told.entries()) expect(searchLogs([value], [line(places[index] ?? '')]).found).toMatchObject([{ value }]);
  });
});
