import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Service, TestClinic } from './service.js';

const FILL = readFileSync(new URL('../../bench/many-courses.sql', import.meta.url), 'utf8');

/** Runs statements on the test's database past all policies, as no caller can. */
export async function past(service: Service, task: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(service.databaseOfTest.superuserUrl);
  await client.connect();
  try {
    await task(client);
  } finally {
    await client.end();
  }
}

/** Made-up courses with assessments; see the statement for what is in them. */
export function manyCourses(service: Service, clinic: TestClinic, courses: number, assessmentsEach = 10, treatments = 20): Promise<void> {
  return past(service, async (client) => void (await client.query(FILL, [clinic.id, courses, assessmentsEach, treatments])));
}
