// Services that are broken in a known way: what is changed in which module of the built service, each at one place.
export const MUTANTS = {
  // Looks, then takes, with neither locks nor the constraint.
  'check-then-insert': {
    'scheduling/claims/claims.service.js': [['select pg_advisory_xact_lock(key) from', 'select key from']],
    'platform/database/migrate.js': [['await runPatiently(new MigrationExecutor(dataSource, runner));', `await runPatiently(new MigrationExecutor(dataSource, runner));
        await runner.query("do $$ begin if exists (select 1 from pg_constraint where conname = 'claims_no_overlap') then alter table claims drop constraint claims_no_overlap; end if; end $$");`]],
  },
  // The answer is kept in a transaction after the one that it is about.
  'answer-kept-later': {
    'platform/database/database.js': [
      ["import { keepAnswer, REPLAY_CHECK, replayOf } from './idempotency.js';", "import { keepAnswer, Replay, REPLAY_CHECK, replayOf } from './idempotency.js';"],
      ['keepAnswer(work, asker.idempotency, answer);', 'await work.run(sql`delete from idempotency_keys where key = ${asker.idempotency.key}`);'],
      ['return answer;\n        });\n    }\n    /** For a request', `return answer;
        }).then(async (answer) => {
          const { idempotency } = asker;
          if (!idempotency || answer instanceof Replay) return answer;
          await sleep(20);
          await this.#transaction(asker, false, async (client, nowMs) => {
            const work = new Work(client, asker, toInstant(nowMs), nowMs, (entity) => this.dataSource.getMetadata(entity));
            if (!(await replayOf(work, idempotency, this.replays))) keepAnswer(work, idempotency, answer);
          });
          return answer;
        });
    }
    /** For a request`],
    ],
  },
  // Acknowledged before it is on the disk.
  'asynchronous-commit': {
    'platform/database/connection.js': [["timezone: 'UTC',", "timezone: 'UTC', synchronous_commit: 'off',"]],
  },
  // Acknowledged before it is committed.
  'answer-before-commit': {
    'platform/database/database.js': [
      ['const work = new Work(client,', 'client.isLate = Boolean(asker.idempotency);\n            const work = new Work(client,'],
      ['client.release(broken);', 'if (!client.isLate) client.release(broken);\n            client.isLate = false;'],
    ],
    'platform/database/transaction.js': [
      ['await transaction.commit(opening.readOnly);', `client.isLate = transaction.isLate === true;
        if (client.isLate) client.once('error', () => {});
        if (client.isLate) setTimeout(() => client.query('commit').then(() => client.release(), () => client.release(true)), 40);
        else await transaction.commit(opening.readOnly);`],
    ],
  },
  // What is cancelled or moved still stands in the way.
  'never-freed': {
    'scheduling/claims/claims.service.js': [['any(${occupantIds}::uuid[]) and live', 'any(${occupantIds}::uuid[]) and live and random() < 0.5']],
  },
  // A patient can be in two places at once.
  'patient-unclaimed': {
    'scheduling/claims/claims.service.js': [['as r(id uuid, kind text, resource_id uuid, occupant text, occupant_id uuid, during tstzrange)', "as r(id uuid, kind text, resource_id uuid, occupant text, occupant_id uuid, during tstzrange) where r.kind <> 'patient'"]],
  },
  // The time for cleaning is not taken.
  'turnover-forgotten': {
    'scheduling/claims/claims.service.js': [['toInstant(endMs)})`', "toInstant((kind === 'device' || kind === 'room') && occupant.kind === 'session' ? endMs - 600_000 : endMs)})`"]],
  },
  // The same key with another body gets the answer of the first.
  'key-forgets-body': { 'platform/database/idempotency.js': [['if (kept.fingerprint !== fingerprint)', 'if (kept.fingerprint === undefined)']] },
  // Whoever saw an older state overwrites a newer one.
  'if-match-ignored': { 'platform/http/answer.js': [["if (!ifMatch.split(',')", "if (ifMatch === 'never' && !ifMatch.split(',')"]] },
  // Now and then a change leaves no entry in the trail.
  'audit-forgotten': { 'audit/audit.service.js': [["work.beforeCommit('audit', write);", "if (Math.random() < 0.97) work.beforeCommit('audit', write);"]] },
};
