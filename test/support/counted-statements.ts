import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

const counting = new AsyncLocalStorage<string[]>();
const send = pg.Client.prototype.query as (...args: unknown[]) => unknown;

// Whatever a task sends is sent in its own context; what runs beside it (jobs, sealing) is not counted.
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]): unknown {
  const [statement] = args;
  counting.getStore()?.push(typeof statement === 'string' ? statement : String((statement as { text?: string } | undefined)?.text));
  return send.apply(this, args);
} as never;

/** The statements that a task sends to the database, BEGIN and COMMIT among them. */
export async function statementsOf(task: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  await counting.run(sent, task);
  return sent;
}
