import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { watchCourses } from './course-watch.js';

const EVERY_MS = 15 * 60_000;

/** Looks now and then for what no request brings to light. */
@Injectable()
export class CourseWatchJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register({ name: 'course-watch', everyMs: EVERY_MS, run: (asker) => this.database.work(asker, watchCourses) });
  }
}
