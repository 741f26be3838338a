// What the requests need to know of a data set: a token for each clinic, names to look for, where a series would stand.
import { ARRIVING, FRESH_COURSES, idOf, KIND, PASSWORD, SESSIONS_A_DAY } from './data/shape.mjs';
import { ask } from './load-generator.mjs';

const SERIES_A_CLINIC = 10;
const FIRST_FREE_DAY = '2030-02-12';

export async function worldOf({ client, shape }, product) {
  const { clinics, courses } = shape;
  const tokens = [];
  for (let clinic = 0; clinic < clinics; clinic += 1) tokens.push(await logIn(product, clinic));
  const names = [];
  for (let clinic = 0; clinic < clinics; clinic += 1) {
    const { rows } = await client.query("select lower(family_name || ' ' || given_name) as name from patients where clinic_id = $1 order by id limit 20", [idOf(clinic, KIND.clinic, 0)]);
    names.push(rows.map(({ name }) => name));
  }
  const form = JSON.parse((await ask(product.url, { method: 'GET', path: '/v1/pre-session-form', headers: { authorization: `Bearer ${tokens[0]}` } })).text);
  const answers = Object.fromEntries(form.items.filter(({ kind }) => kind !== 'number').map(({ code, kind }) => [code, kind === 'confirmation']));
  const plans = await plansOf(product, tokens[0], courses);
  return { shape, tokens, names, answers, told: await toldAtCheckIn(product, tokens[0], answers), due: await dueOf(product, tokens[0]), plans };
}

/** What the product tells to be due in each course of a day; it is the same in every clinic. */
async function dueOf({ url }, token) {
  const due = [];
  for (let n = 0; n < SESSIONS_A_DAY; n += 1) {
    const { status, text } = await ask(url, { method: 'GET', path: `/v1/courses/${idOf(0, KIND.course, n)}/review`, headers: { authorization: `Bearer ${token}` } });
    if (status !== 200) throw new Error(`No review: ${status} ${text}`);
    due.push(JSON.stringify(JSON.parse(text).due));
  }
  return due;
}

/** What the product tells of each who arrives; it is the same in every clinic. */
async function toldAtCheckIn(product, token, answers) {
  const told = [];
  for (let n = 0; n < ARRIVING.sessions; n += 1) told.push(await toldOf(product, token, answers, n));
  return told;
}

async function toldOf({ url }, token, answers, n) {
  const { status, text } = await ask(url, { method: 'POST', path: `/v1/sessions/${idOf(0, KIND.session, SESSIONS_A_DAY + ARRIVING.from + n)}/check-in`, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ answers }) });
  if (status !== 200) throw new Error(`No check-in: ${status} ${text}`);
  const { dueMeasures, warnings } = JSON.parse(text).today;
  return { dueMeasures, warnings };
}

async function logIn({ url }, clinic) {
  const { status, text } = await ask(url, { method: 'POST', path: '/v1/auth/login', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: `staff0@bench-${clinic}.example`, password: PASSWORD }) });
  if (status !== 200) throw new Error(`No login in clinic ${clinic}: ${status} ${text}`);
  return JSON.parse(text).accessToken;
}

/** Where the product would place each series of the first clinic; every clinic's calendar is the same. */
async function plansOf({ url }, token, courses) {
  const courseOf = (clinic, n) => idOf(clinic, KIND.course, courses + (n % FRESH_COURSES));
  const wishesOf = (n) => ({ startDate: FIRST_FREE_DAY, preferredTimes: [`${String(8 + (n % SERIES_A_CLINIC)).padStart(2, '0')}:00`], policy: 'nearest' });
  const planned = [];
  for (let n = 0; n < SERIES_A_CLINIC; n += 1) {
    const { status, text } = await ask(url, { method: 'POST', path: `/v1/courses/${courseOf(0, n)}/schedule`, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ ...wishesOf(n), dryRun: true }) });
    if (status !== 200) throw new Error(`No plan for series ${n}: ${status} ${text}`);
    planned.push(JSON.parse(text).sessions);
  }
  const inClinic = (clinic, id) => idOf(clinic, 0, 0).slice(0, 8) + id.slice(8);
  const placementsOf = (clinic, n) => planned[n % SERIES_A_CLINIC].map((session) => ({
    ...session, courseId: courseOf(clinic, n), kind: 'treatment',
    ...Object.fromEntries(['deviceId', 'roomId', 'operatorId'].map((key) => [key, inClinic(clinic, session[key])])),
  }));
  return { courseOf, wishesOf, placementsOf };
}
