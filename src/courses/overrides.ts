import type { Work } from '../platform/database/work.js';
import { newId } from '../platform/kernel/uuid.js';
import type { OverrideGiven } from './course.dto.js';
import { CourseOverride } from './course-override.entity.js';
import type { SafetyFinding } from './readiness/index.js';

/** Keeps each answer with what was found when it was given: what comes later asks again. */
export async function keepOverrides(work: Work, courseId: string, overrides: readonly OverrideGiven[], found: readonly SafetyFinding[]): Promise<void> {
  for (const { rule, rationale } of overrides) {
    const answered = [...new Set(found.filter((finding) => finding.rule === rule).map(({ actual }) => String(actual)))];
    await work.insert(CourseOverride, { id: newId(), courseId, rule, rationale, answered, givenBy: work.actor.staffId, givenAt: work.now });
  }
}
