import { expectStatus, type Json } from './caller.js';
import { clinic, service } from './clinic-for-each.js';
import { booked, doseAsPrescribed, laterOn, routineDay } from './world.js';

/** What payers have approved, in the clinic of the running test. */
export const desk = () => clinic.as('front-desk');
export const operator = () => clinic.as('operator');
export const path = (courseId: string): string => `/v1/courses/${courseId}/authorisations`;
export const approve = async (courseId: string, changes: Json = {}): Promise<Json> =>
  expectStatus(await desk().post(path(courseId), { payer: 'Example Health', reference: 'A-1', sessionsApproved: 10, validFrom: '2030-03-01', validTo: '2030-04-30', ...changes }), 201);
/** Of each, oldest first. */
export const used = async (courseId: string): Promise<number[]> => expectStatus(await desk().get(path(courseId)), 200).items.map(({ sessionsUsed }: Json) => sessionsUsed);
export const warnings = ({ warnings: own }: Json): string[] => own.map(({ code }: Json) => code);
export const BEYOND = 'beyond-authorisation';

export async function started(courseId: string, changes: Json = {}): Promise<Json> {
  const { id } = await booked(service, clinic, courseId, changes);
  expectStatus(await operator().post(`/v1/sessions/${id}/check-in`, { answers: await routineDay(clinic) }), 200);
  return expectStatus(await operator().post(`/v1/sessions/${id}/start`, {}), 200);
}

export async function given(courseId: string): Promise<Json> {
  const session = await started(courseId);
  service.clock.advanceMinutes(20);
  return expectStatus(await operator().post(`/v1/sessions/${session.id}/complete`, { delivered: doseAsPrescribed(session) }), 200);
}

/** Of March 2030. */
export const day = (n: number): string => `2030-03-${String(n).padStart(2, '0')}T14:00:00.000Z`;
export const onDay = (n: number): Promise<void> => laterOn(service, clinic, day(n), 'operator', 'clinician', 'front-desk');
