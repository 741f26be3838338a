import { Injectable, type OnModuleInit } from '@nestjs/common';
import { raiseAlert } from '../../alerts/index.js';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import type { Work } from '../../platform/database/work.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { WORKFLOWS, type LockCause } from './workflow.js';

const EVERY_MS = 5 * 60_000;
/** Our default: what has to be done at once may be put on record a little later. */
const GRACE_MINUTES = 15;

/** Tells of what a seizure or a faint asks for and nobody has done in time. */
@Injectable()
export class OverdueStepsJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'overdue-lock-steps', everyMs: EVERY_MS, run: (asker) => this.database.work(asker, tellOfOverdueSteps) });
  }
}

interface Overdue {
  lockId: string;
  patientId: string;
  cause: LockCause;
  dueAt: string;
  codes: string[];
}

/** One alert for all steps of a lock that were due at one time, however often it is looked. */
async function tellOfOverdueSteps(work: Work): Promise<void> {
  const overdue = await work.many<Overdue>(sql`
    select l.id as "lockId", l.patient_id as "patientId", l.cause, s.due_at as "dueAt", array_agg(s.code order by s.id) as codes
    from stimulation_lock_steps s join stimulation_locks l on l.clinic_id = s.clinic_id and l.id = s.lock_id
    where s.clinic_id = ${work.actor.clinicId} and s.outcome is null and s.due_at <= ${work.now}::timestamptz - make_interval(mins => ${GRACE_MINUTES})
    group by l.id, l.patient_id, l.cause, s.due_at order by s.due_at, l.id`);
  for (const { lockId, patientId, cause, dueAt, codes } of overdue) {
    const topics = new Map(WORKFLOWS[cause].map(({ code, topic }) => [code, topic]));
    const summary = `After the ${cause} not yet answered: ${codes.map((code) => topics.get(code) ?? code).join('; ')}.`;
    await raiseAlert(work, { kind: 'overdue-step', severity: cause === 'seizure' ? 'critical' : 'warning', patientId, summary, key: `lock-steps/${lockId}/${dueAt}` });
  }
}
