// What is measured: for each endpoint the requests that each program gets, and how its traces are undone between turns.
import { ARRIVING, idOf, KIND, PASSWORD, SESSIONS_A_DAY } from './data/shape.mjs';
import { ask } from './load-generator.mjs';

const BOARD_DAY = '2030-02-11';
const FIRST_FREE_DAY = '2030-02-12';
const JSON_TYPE = { 'content-type': 'application/json' };

/** Clinics in turn; the same order for every program and round. */
function* inTurn(clinics, perClinic) {
  for (let n = 0; ; n += 1) yield { clinic: (n * 7) % clinics, n: Math.floor(n / clinics) % perClinic };
}

/** A maker of request makers: each turn begins anew, so that every program is asked the same. */
const turns = (clinics, perClinic, make) => () => {
  const places = inTurn(clinics, perClinic);
  return () => make(places.next().value);
};

/** @param world tokens by clinic and what was found in the data set */
export function endpoints({ shape: { clinics }, tokens, names, answers, told, due, plans }) {
  const asWhom = (clinic) => ({ authorization: `Bearer ${tokens[clinic]}`, 'x-clinic': idOf(clinic, KIND.clinic, 0), 'x-staff': idOf(clinic, KIND.staff, 0) });
  // The headers are a request's own: the client under full load writes the body's length into them.
  const get = (clinic, path) => ({ method: 'GET', path, headers: asWhom(clinic) });
  const post = (clinic, path, body) => ({ method: 'POST', path, headers: { ...asWhom(clinic), ...JSON_TYPE }, body: JSON.stringify(body) });
  const all = (next) => ({ product: next, limit: next, docs: next });
  const booking = turns(clinics, SESSIONS_A_DAY, ({ clinic, n }) => post(clinic, '/v1/sessions', {
    courseId: idOf(clinic, KIND.course, n), kind: 'treatment', startsAt: `${FIRST_FREE_DAY}T${String(8 + Math.floor(n / 5)).padStart(2, '0')}:00:00-05:00`,
    deviceId: idOf(clinic, KIND.device, n % 5), roomId: idOf(clinic, KIND.room, n % 5), operatorId: idOf(clinic, KIND.staff, 1 + (n % 5)),
  }));
  const placed = turns(clinics, 10, ({ clinic, n }) => post(clinic, `/v1/courses/${plans.courseOf(clinic, n)}/schedule`, { placements: plans.placementsOf(clinic, n) }));
  const arriving = (bodyOf) => turns(clinics, ARRIVING.sessions, ({ clinic, n }) => post(clinic, `/v1/sessions/${idOf(clinic, KIND.session, SESSIONS_A_DAY + ARRIVING.from + n)}/check-in`, bodyOf(n)));
  const reviews = (telling = () => ({})) => turns(clinics, SESSIONS_A_DAY, ({ clinic, n }) => {
    const request = get(clinic, `/v1/courses/${idOf(clinic, KIND.course, n)}/review`);
    return { ...request, headers: { ...request.headers, ...telling(n) } };
  });
  return [
    { name: 'day board', status: 200, seconds: true, ...all(turns(clinics, 1, ({ clinic }) => get(clinic, `/v1/day-board?date=${BOARD_DAY}`))) },
    { name: 'list page', status: 200, seconds: true, ...all(turns(clinics, 1, ({ clinic }) => get(clinic, `/v1/sessions?from=${BOARD_DAY}T00:00:00Z`))) },
    { name: 'course review', status: 200, seconds: true, product: reviews(), docs: reviews(), limit: reviews((n) => ({ 'x-told': due[n] })) },
    { name: 'patient search', status: 200, seconds: true, ...all(turns(clinics, 20, ({ clinic, n }) => get(clinic, `/v1/patients?q=${encodeURIComponent(names[clinic][n])}`))) },
    { name: 'booking', status: 201, amount: 400, writes: true, ...all(booking) },
    { name: 'check-in', status: 200, amount: 200, writes: true, product: arriving(() => ({ answers })), docs: arriving(() => ({ answers })), limit: arriving((n) => ({ answers, ...told[n] })) },
    { name: 'series of 36', status: 201, amount: 40, writes: true, product: turns(clinics, 10, ({ clinic, n }) => post(clinic, `/v1/courses/${plans.courseOf(clinic, n)}/schedule`, plans.wishesOf(n))), limit: placed, docs: placed },
    { name: 'login', status: 200, amount: 100, writes: true, product: turns(clinics, 1, ({ clinic }) => ({ method: 'POST', path: '/v1/auth/login', headers: { ...JSON_TYPE }, body: JSON.stringify({ email: `staff0@bench-${clinic}.example`, password: PASSWORD }) })),
      limit: turns(clinics, 1, () => ({ method: 'POST', path: '/v1/auth/login', headers: { ...JSON_TYPE }, body: JSON.stringify({ password: PASSWORD }) })) },
  ];
}

/** The board with the tags of boards that have not changed since. */
export async function unchangedBoards(url, board, clinics) {
  const next = board.product();
  const requests = [];
  for (let n = 0; n < clinics; n += 1) {
    const request = next();
    const { headers } = await ask(url, request);
    requests.push({ ...request, headers: { ...request.headers, 'if-none-match': headers.get('etag') } });
  }
  let at = 0;
  return () => requests[at++ % requests.length];
}

/** Undoes what a turn has written, so that the next one finds the same; the trail stays. */
export async function reset(client, clinics) {
  await client.query(`set session_replication_role = replica`);
  await client.query(`
    with booked as (delete from sessions s using generate_series(0, ${clinics - 1}) as n where s.clinic_id = (lpad(to_hex(n), 8, '0') || '-0001-7000-8000-000000000000')::uuid and s.starts_at >= '${FIRST_FREE_DAY}' returning s.clinic_id, s.id)
    delete from claims k using booked b where k.clinic_id = b.clinic_id and k.occupant_id = b.id`);
  await client.query(`
    with answered as (delete from session_checks returning clinic_id, session_id)
    update sessions s set status = 'scheduled', checked_in_at = null, changed_in = 3 from answered a where s.clinic_id = a.clinic_id and s.id = a.session_id`);
  await client.query('reset session_replication_role');
  await client.query('vacuum session_checks');
}
