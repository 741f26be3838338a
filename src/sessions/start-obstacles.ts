import { deviceCheckOn, deviceFacts, readClinic, wornCoil, type CoilType, type DeviceFacts } from '../clinics/read.js';
import type { CourseFacts } from '../courses/read.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { competencesOf, downtimeNow, isQualified, localDate } from '../scheduling/read.js';
import { deliverySettings } from './delivery-settings/index.js';
import type { SessionView } from './session.dto.js';
import { anotherInProgress, coilAtItsLimit, deviceDown, deviceFailedItsCheck, deviceInUse, notQualified } from './sessions.problems.js';

/** Of one patient nothing else runs, in whatever course. Whoever asks has queued for the patient. @throws Refusal 409 `another-in-progress` */
export async function refuseAnother(work: Work, patientId: string): Promise<void> {
  const running = await work.maybe<{ id: string }>(sql`select id from sessions where clinic_id = ${work.actor.clinicId} and patient_id = ${patientId} and status = 'in-progress'`);
  if (running) throw anotherInProgress(running.id);
}

/**
 * The device is there to be used: in service, not down now, found well today, with a coil that may still be used, and
 * nobody else sits at it. Starts on one device wait for each other; should they not, the index `sessions_one_on_device` does.
 * @throws Refusal 409 `device-down`, `device-in-use`, `device-failed-check`, `coil-at-limit`
 */
export async function refuseDevice(work: Work, { id, deviceId }: SessionView): Promise<DeviceFacts> {
  const { clinicId } = work.actor;
  await work.one(sql`select 1 as locked from devices where clinic_id = ${clinicId} and id = ${deviceId} for no key update`);
  const device = await deviceFacts(work, deviceId);
  if (device.status !== 'in-service') throw deviceDown('The device is out of service; move the session to another one.');
  const downtime = await downtimeNow(work, deviceId);
  if (downtime) throw deviceDown(`The device is down until ${downtime.endsAt}: ${downtime.reason}`);
  const running = await work.maybe<{ id: string }>(sql`
    select id from sessions where clinic_id = ${clinicId} and device_id = ${deviceId} and status = 'in-progress' and id <> ${id} order by started_at desc limit 1`);
  if (running) throw deviceInUse(running.id);
  const { timeZone } = await readClinic(work);
  if ((await deviceCheckOn(work, deviceId, localDate(work.nowMs, timeZone))) === 'failed') throw deviceFailedItsCheck();
  const coil = await wornCoil(work, deviceId);
  if (coil && (await deliverySettings(work)).coilAtLimit === 'refuse') throw coilAtItsLimit(coil);
  return device;
}

/** Whoever delivers may do so, whoever it was booked with: as booking has it, with the coil on the device now. @throws Refusal 409 `operator-not-qualified` */
export async function refuseUnqualified(work: Work, { modality }: CourseFacts, coilType: CoilType | null): Promise<void> {
  const { staffId } = work.actor;
  if (staffId === undefined) return;
  const competences = await competencesOf(work, staffId);
  const { timeZone } = await readClinic(work);
  const today = localDate(work.nowMs, timeZone);
  if (!isQualified({ competences }, modality, { coilType }, today)) throw notQualified({ modality, coilType, on: today, competences: competences ?? [] });
}
