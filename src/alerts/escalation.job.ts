import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../audit/index.js';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import type { Work } from '../platform/database/work.js';
import { Jobs } from '../platform/jobs/jobs.js';
import type { AlertSeverity } from './alert.entity.js';
import { tellOf } from './alert-mail.js';

const EVERY_MS = 30_000;

/** Takes alerts that nobody answered in time to every clinician, each exactly once. */
@Injectable()
export class EscalationJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'alert-escalation', everyMs: EVERY_MS, run: (asker) => this.database.work(asker, async (work) => void (await escalateOverdue(work))) });
  }
}

/**
 * The mark and the mail are one transaction, and the mark is set on a row that still lacks it: two processes at once, or
 * one that is killed and started again, escalate an alert once.
 * @returns how many were escalated
 */
export async function escalateOverdue(work: Work): Promise<number> {
  const overdue = await work.many<{ id: string; patientId: string; severity: AlertSeverity }>(sql`
    update alerts set escalated_at = ${work.now}
    where clinic_id = ${work.actor.clinicId} and status = 'open' and escalated_at is null and acknowledge_by <= ${work.now}
    returning id, patient_id as "patientId", severity`);
  for (const { id, patientId, severity } of overdue) {
    record(work, { action: 'alert.escalated', subject: { type: 'alert', id }, patientId });
    await tellOf(work, id, severity, 'everybody', 'escalated');
  }
  return overdue.length;
}
