import { Injectable, NotFoundException, ConflictException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { Between, DataSource, In, ILike, LessThan, MoreThan, MoreThanOrEqual, Not, type EntityManager, type Repository } from 'typeorm';
import { AuditEntry, Claim, Course, Device, Patient, Session, SessionCheck } from './entities.js';
import type { NewSession, Placement } from './requests.js';

const MINUTE_MS = 60_000;
const SESSION_MINUTES = 38;
const NEVER_SEALED = 9_000_000_000_000_000;

export interface Caller {
  clinicId: string;
  staffId: string;
  now: Date;
}

/** Repositories, relations and transactions as the documentation teaches them. No row level security, no trail of looks. */
@Injectable()
export class ClinicService {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @InjectRepository(Course) private readonly courses: Repository<Course>,
    @InjectRepository(Device) private readonly devices: Repository<Device>,
    @InjectRepository(Patient) private readonly patients: Repository<Patient>,
    private readonly dataSource: DataSource,
  ) {}

  /** The sessions of the day with who and where; what is due at them is left out. */
  async dayBoard({ clinicId }: Caller, date: string): Promise<object> {
    const from = new Date(`${date}T05:00:00Z`);
    const to = new Date(from.getTime() + 1440 * MINUTE_MS - 1);
    const sessions = await this.sessions.find({
      where: { clinicId, startsAt: Between(from, to), status: Not('cancelled') },
      relations: { course: { protocol: true }, patient: true, device: true, room: true, operator: true },
      order: { startsAt: 'ASC', id: 'ASC' },
    });
    const devices = await this.devices.find({ where: { clinicId }, order: { name: 'ASC' } });
    const utilisation = devices.map(({ id, name }) => {
      const bookedMinutes = sessions.filter(({ deviceId }) => deviceId === id).reduce((sum, { startsAt, endsAt }) => sum + (endsAt.getTime() - startsAt.getTime()) / MINUTE_MS, 0);
      return { deviceId: id, name, bookedMinutes, percent: Math.round((bookedMinutes / 600) * 1000) / 10 };
    });
    return { date, sessions, utilisation };
  }

  async list({ clinicId }: Caller, from: string): Promise<object> {
    return { items: await this.sessions.find({ where: { clinicId, startsAt: MoreThanOrEqual(new Date(from)) }, order: { startsAt: 'ASC', id: 'ASC' }, take: 50 }) };
  }

  async search({ clinicId }: Caller, q: string): Promise<object> {
    const [family = '', given = ''] = q.split(' ');
    return { items: await this.patients.find({ where: { clinicId, familyName: ILike(`%${family}%`), givenName: ILike(`%${given}%`) }, order: { familyName: 'ASC' }, take: 50 }) };
  }

  /** The course with its sessions, assessments and thresholds, from which a page would draw its curves. */
  async review({ clinicId }: Caller, id: string): Promise<object> {
    const course = await this.courses.findOne({
      where: { clinicId, id },
      relations: { protocol: true, patient: true, sessions: true, assessments: true, motorThresholds: true },
    });
    if (!course) throw new NotFoundException();
    const delivered = course.sessions.filter(({ status }) => ['completed', 'signed'].includes(status)).length;
    return { ...course, adherence: { planned: course.sessionsPlanned, delivered, missed: course.sessions.filter(({ status }) => status === 'no-show').length } };
  }

  book(caller: Caller, wanted: NewSession): Promise<Session> {
    return this.dataSource.transaction((manager) => this.#book(manager, caller, wanted));
  }

  async bookSeries(caller: Caller, courseId: string, placements: readonly Placement[]): Promise<object> {
    return this.dataSource.transaction(async (manager) => {
      const sessions: Session[] = [];
      for (const placement of placements) sessions.push(await this.#book(manager, caller, { ...placement, courseId }));
      return { sessions };
    });
  }

  async #book(manager: EntityManager, { clinicId, staffId, now }: Caller, { courseId, kind, startsAt, deviceId, roomId, operatorId }: NewSession): Promise<Session> {
    const course = await manager.findOne(Course, { where: { clinicId, id: courseId }, relations: { protocol: true } });
    if (!course) throw new NotFoundException();
    const begins = new Date(startsAt);
    const ends = new Date(begins.getTime() + SESSION_MINUTES * MINUTE_MS);
    const taken = await manager.existsBy(Session, [
      { clinicId, deviceId, startsAt: LessThan(ends), endsAt: MoreThan(begins), status: Not(In(['cancelled', 'no-show'])) },
    ]);
    if (taken) throw new ConflictException();
    const sequence = (await manager.countBy(Session, { clinicId, courseId })) + 1;
    const session = await manager.save(Session, manager.create(Session, { clinicId, id: randomUUID(), courseId, patientId: course.patientId, kind, sequence, status: 'scheduled', startsAt: begins, endsAt: ends, deviceId, roomId, operatorId, createdAt: now, createdBy: staffId }));
    const during = `[${begins.toISOString()},${ends.toISOString()})`;
    const resources = { device: deviceId, room: roomId, operator: operatorId, patient: course.patientId };
    await manager.save(Claim, Object.entries(resources).map(([of, resourceId]) => ({ clinicId, id: randomUUID(), kind: of, resourceId, occupant: 'session', occupantId: session.id, during })));
    await this.#audit(manager, { clinicId, staffId, now }, 'session.booked', session);
    return session;
  }

  checkIn(caller: Caller, id: string, answers: Record<string, unknown>): Promise<object> {
    const { clinicId, staffId, now } = caller;
    return this.dataSource.transaction(async (manager) => {
      const session = await manager.findOne(Session, { where: { clinicId, id }, relations: { course: { motorThresholds: true }, patient: true } });
      if (session?.status !== 'scheduled') throw new ConflictException();
      const check = await manager.save(SessionCheck, { clinicId, id: randomUUID(), sessionId: id, formVersion: 'daily-v1', answers, outcome: 'pass', findings: [], answeredAt: now, answeredBy: staffId });
      session.status = 'checked-in';
      session.checkedInAt = now;
      await manager.save(Session, session);
      await this.#audit(manager, caller, 'session.checked-in', session);
      return { ...session, check };
    });
  }

  async #audit(manager: EntityManager, { clinicId, staffId, now }: Caller, action: string, session: Session): Promise<void> {
    const { id, patientId, startsAt, deviceId, status } = session;
    await manager.save(AuditEntry, { clinicId, id: randomUUID(), at: now, actorId: staffId, requestId: 'bench-docs', action, patientId, subjectType: 'session', subjectId: id, changes: { startsAt, deviceId, status }, transaction: NEVER_SEALED });
  }
}
