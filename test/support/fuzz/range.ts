import pg from 'pg';
import { ROLES } from '../../../src/identity/permissions/matrix.js';
import { Jobs } from '../../../src/platform/jobs/jobs.js';
import { expectStatus, type Json } from '../caller.js';
import { idAt, oneOfEverything } from '../one-of-everything.js';
import { TEST_PASSWORD, type Service, type TestClinic } from '../service.js';
import { activeCourse, bookedSession, checkedInSession, completedSession, courseReadyToStart, draftCourse, heldSession, sessionInProgress } from '../world.js';
import { KnownRows } from './known-rows.js';
import { forms } from './recipes.js';
import { type Operation, type Sender } from './shots.js';

/** Words that stand in clinical fields of our clinic alone, and in any field of the other one alone. */
export const CLINICAL_WORDS = ['Zebrafinchitis', 'Quokkatriptyline', 'Axolotl-event', 'Narwhal-hold', 'Capybara-addendum', 'Ocelot-adjunct'];

export interface Side {
  clinic: TestClinic;
  rows: KnownRows;
  /** Stands in names, notes and reasons of this clinic. */
  word: string;
}

/** Two clinics with one of everything each, and one that journeys go through; kept able to work whatever is shot at them. */
export class Range {
  ours!: Side;
  theirs!: Side;
  staged!: Side;
  readonly #superuser: pg.Client;
  /** As a clinic is before anything is shot at it: its hours are given back. */
  #untouched: Json;

  constructor(private readonly service: Service, private readonly operations: readonly Operation[]) {
    this.#superuser = new pg.Client(service.databaseOfTest.superuserUrl);
  }

  get superuser(): pg.Client {
    return this.#superuser;
  }

  async open(): Promise<void> {
    await this.#superuser.connect();
    await this.renew();
  }

  close(): Promise<void> {
    return this.#superuser.end();
  }

  side(sender: Sender): Side | undefined {
    if (sender === 'nobody') return undefined;
    return sender.startsWith('staged ') ? this.staged : sender.startsWith('their ') ? this.theirs : this.ours;
  }

  get sides(): Side[] {
    return [this.ours, this.theirs, this.staged];
  }

  token(sender: Sender): string | undefined {
    return this.side(sender)?.clinic.as(sender.replace(/^(their|staged) /, '') as keyof TestClinic['staff']).token;
  }

  /** New clinics, for what is shot at long enough has no open hours and no device left. */
  async renew(): Promise<void> {
    await this.#superuser.query('truncate login_counters');
    this.ours = await this.#side('Ibisfeather');
    this.theirs = await this.#side('Lapwingstone');
    // Journeys make what they need, so that nothing stands here before them.
    this.staged = { clinic: await this.service.newClinic(), word: 'Jackdawquill', rows: new KnownRows() };
    this.#untouched ??= (await this.#superuser.query('select to_jsonb(c) as as_is from clinics c where id = $1', [this.staged.clinic.id])).rows[0].as_is;
    await this.supply(this.ours);
    const { items } = expectStatus(await this.ours.clinic.as('clinician').get('/v1/screening-form'), 200);
    forms.screening = items.map(({ code }: Json) => code);
    const today = expectStatus(await this.ours.clinic.as('operator').get('/v1/pre-session-form'), 200).items as Json[];
    forms.confirmations = today.filter(({ kind }) => kind === 'confirmation').map(({ code }) => code);
    forms.questions = today.filter(({ kind }) => kind !== 'confirmation' && kind !== 'number').map(({ code }) => code);
  }

  async #side(word: string): Promise<Side> {
    const clinic = await this.service.newClinic({ devices: 4, rooms: 4 });
    const side: Side = { clinic, word, rows: new KnownRows() };
    const everything = await oneOfEverything(this.service, clinic);
    const { patients, courses, sessions } = everything.ids;
    const [clinician, operator, desk] = [clinic.as('clinician'), clinic.as('operator'), clinic.as('front-desk')];
    expectStatus(await desk.patch(`/v1/patients/${patients}`, { familyName: word }), 200);
    const made = async (path: string, body: Json, by = clinician): Promise<void> => void expectStatus(await by.post(path, body), 201);
    await made(`/v1/patients/${patients}/conditions`, { icd10: 'M79.7', description: `Zebrafinchitis ${word}`, category: 'fibromyalgia', onsetDate: '2028-01-01' });
    await made(`/v1/patients/${patients}/medications`, { name: `Quokkatriptyline ${word}`, dose: '25 mg', frequency: 'daily', startedOn: '2029-01-01' });
    await made(`/v1/sessions/${sessions}/adverse-events`, { category: 'headache', grade: 1, description: `Axolotl-event ${word}` }, operator);
    await made(`/v1/sessions/${sessions}/addenda`, { text: `Capybara-addendum ${word}` });
    await made(`/v1/courses/${courses}/adjuncts`, { kind: 'cbt', plan: `Ocelot-adjunct ${word}`, startedOn: '2030-03-01' });
    await made(`/v1/courses/${courses}/holds`, { detail: `Narwhal-hold ${word}` });
    for (const { template } of this.operations.filter((one) => one.template.includes('{'))) {
      const row = template.endsWith('.ics') ? undefined : /^.*\{(?!n\})\w+\}/.exec(template)?.[0];
      if (row) side.rows.add(row, row.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => idAt(everything, name, row)));
    }
    side.rows.add('/v1/outcome-measures/{code}', '/v1/outcome-measures/phq-9');
    for (const [kind, ids] of [['devices', clinic.devices], ['rooms', clinic.rooms]] as const) for (const id of ids) side.rows.add(`/v1/${kind}/{id}`, `/v1/${kind}/${id}`);
    for (const { id } of [clinic.staff.operator, clinic.staff.operator2]) side.rows.add('/v1/staff/{id}', `/v1/staff/${id}`);
    return side;
  }

  /** Takes back what keeps a clinic from working: closed days, other hours, machines that are out of service or failed their check. */
  async reopen({ clinic }: Side): Promise<void> {
    await this.#superuser.query('delete from closures where clinic_id = $1', [clinic.id]);
    await this.#superuser.query(`update clinics c set time_zone = o.time_zone, opening_hours = o.opening_hours, slot_minutes = o.slot_minutes, turnover_minutes = o.turnover_minutes from jsonb_populate_record(null::clinics, $2) o where c.id = $1`, [clinic.id, JSON.stringify(this.#untouched)]);
    await this.#superuser.query('delete from opening_exceptions where clinic_id = $1', [clinic.id]);
    await this.#superuser.query(`update devices set status = 'in-service' where clinic_id = $1`, [clinic.id]);
    for (const id of clinic.devices) await clinic.as('operator').post(`/v1/devices/${id}/checks`, { items: { coilAndCableIntact: true, coolingWorks: true, selfTestPassed: true, testPulseGiven: true, roomReady: true } });
  }

  /** Sessions and courses in every state, as far as what was shot so far allows it. */
  async supply(side: Side): Promise<void> {
    const { clinic, rows } = side;
    const makers = [
      async () => draftCourse(this.service, clinic), async () => activeCourse(this.service, clinic), async () => courseReadyToStart(this.service, clinic),
      async () => bookedSession(this.service, clinic), async () => checkedInSession(this.service, clinic, {}, at(1)), async () => heldSession(this.service, clinic), async () => sessionInProgress(this.service, clinic, {}, at(2)), async () => completedSession(this.service, clinic, {}, at(3)),
    ];
    for (const make of makers) {
      try {
        const made = (await make()) as unknown as Json;
        rows.add('/v1/patients/{id}', `/v1/patients/${made.patientId}`);
        rows.add('/v1/courses/{id}', `/v1/courses/${made.courseId}`, made.course);
        rows.add('/v1/patients/{id}/conditions/{id}', `/v1/patients/${made.patientId}/conditions/${made.conditionId}`);
        if (made.sessionId) rows.add('/v1/sessions/{id}', `/v1/sessions/${made.sessionId}`, made.session);
      } catch {
        // A clinic that is closed, or without devices, has none to give.
      }
    }
    function at(n: number): Json {
      return { deviceId: clinic.devices[n], roomId: clinic.rooms[n] };
    }
  }

  async runJobs(): Promise<void> {
    const jobs = this.service.app.get(Jobs);
    for (const name of jobs.names) await jobs.runNow(name);
  }

  /** Gives the senders back what requests took from them: their logins, roles and passwords. */
  async heal(sender: Sender): Promise<void> {
    const side = this.side(sender);
    if (!side) return;
    const { clinic } = side;
    await this.#superuser.query('truncate login_counters');
    await this.#superuser.query(`update security_settings set second_factor_roles = '{}' where clinic_id = $1`, [clinic.id]);
    const members = side === this.staged ? (Object.keys(clinic.staff) as (keyof TestClinic['staff'])[]) : ROLES;
    for (const member of members) {
      const { id, email } = clinic.staff[member];
      const alive = await this.service.anyone(clinic.as(member).token).get('/v1/auth/me');
      if (alive.status === 200 && alive.body.roles?.length === 1) continue;
      await this.#superuser.query('delete from second_factors where clinic_id = $1 and staff_id = $2', [clinic.id, id]);
      await this.#superuser.query(
        `update staff set email = $3, roles = array[$4], deactivated_at = null, access_version = access_version + 1, password_hash = (select password_hash from staff where clinic_id = $1 and id = $5) where clinic_id = $1 and id = $2`,
        [clinic.id, id, email, member.replace('2', ''), clinic.staff.clinician2.id],
      );
      clinic.callers[member] = await this.service.logIn(email, TEST_PASSWORD);
    }
  }
}
