import { readFileSync } from 'node:fs';
import type { QueryRunner } from 'typeorm';
import { migrations } from '../../src/platform/database/migrate.js';
import { breakingStatements } from '../support/breaking-steps.js';

const { lastStep } = JSON.parse(readFileSync(new URL('../../migrations/released.json', import.meta.url), 'utf8')) as { lastStep: number };

/**
 * Steps that are needed although they would disturb a service at work, each with how it is put in place. Empty once the
 * release that brought them is out and `released.json` says so.
 */
const WITH_A_REASON = new Map<string, string>([]);

describe('the steps since the last release', () => {
  it('leave the service of that release working', async () => {
    const faults: string[] = [];
    for (const Step of await migrations()) {
      if (Number(/\d{13}$/.exec(Step.name)?.[0]) <= lastStep || WITH_A_REASON.has(Step.name)) continue;
      const statements: string[] = [];
      await new Step().up({ query: (text: string) => (statements.push(text), Promise.resolve([])) } as unknown as QueryRunner);
      faults.push(...breakingStatements(statements).map((fault) => `${Step.name}: ${fault}`));
    }
    expect(faults).toEqual([]);
  });

  it.each([
    'alter table patients drop column phone',
    'drop table patients',
    'alter table patients rename column phone to telephone',
    'alter table patients rename to persons',
    'ALTER TABLE patients\n  ALTER COLUMN phone TYPE varchar(20)',
    'alter table patients alter phone set not null',
    'alter table patients add column insurer text not null',
    "alter table patients add constraint patients_phone_check check (phone <> '')",
    'alter table patients add constraint patients_clinic_fk foreign key (clinic_id) references clinics (id)',
    'alter table patients add constraint patients_phone_key unique (clinic_id, phone)',
    "alter table patients add column insurer text, add constraint patients_insurer_check check (insurer in ('a', 'b'))",
    'create index patients_phone on patients (clinic_id, phone)',
    'create unique index patients_phone on patients (clinic_id, phone)',
    'create table insurers (id uuid); create index patients_phone on patients (clinic_id, phone)',
  ])('would be refused: %s', (statement) => {
    expect(breakingStatements([statement])).toHaveLength(1);
  });

  it.each([
    'alter table patients add column insurer text',
    "alter table patients add column insurer text not null default ''",
    'alter table patients add column insurer text, add constraint patients_insurer_check check (insurer is null or phone is not null) not valid',
    "alter table patients add constraint patients_phone_check check (phone <> '') not valid",
    'alter table patients validate constraint patients_phone_check',
    'create index concurrently patients_phone on patients (clinic_id, phone)',
    'alter table patients add constraint patients_phone_key unique using index patients_phone',
    'create table insurers (id uuid not null, constraint insurers_pkey primary key (id)); create index insurers_name on insurers (name)',
    'alter table patients drop constraint patients_phone_check',
  ])('may stand: %s', (statement) => {
    expect(breakingStatements([statement])).toEqual([]);
  });
});
