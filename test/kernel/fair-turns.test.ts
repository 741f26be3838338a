import { setImmediate as later } from 'node:timers/promises';
import { FairTurns } from '../../src/identity/fair-turns.js';

describe('fair turns', () => {
  const order: string[] = [];
  let open: (() => void)[] = [];
  let running = 0;
  let most = 0;

  beforeEach(() => {
    order.length = 0;
    open = [];
    running = most = 0;
  });

  /** Runs until the test lets it end. */
  const task = (name: string) => async (): Promise<string> => {
    order.push(name);
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((end) => open.push(end));
    running -= 1;
    return name;
  };
  const endOne = async (): Promise<void> => {
    open.shift()?.();
    await later();
  };
  const outcome = (turn: Promise<string>): Promise<string> => turn.catch((fault: { code: string; headers: object }) => `${fault.code} ${JSON.stringify(fault.headers)}`);

  it('are so many at once and no more, whatever fails', async () => {
    const turns = new FairTurns(2, 100);
    const asked = Array.from({ length: 20 }, (_, n) => outcome(turns.take('one', n % 3 === 0 ? async () => Promise.reject(Object.assign(new Error(), { code: 'failed' })) : task(String(n)))));
    for (let n = 0; n < 40; n += 1) await endOne();
    expect((await Promise.all(asked)).filter((one) => one.startsWith('failed'))).toHaveLength(7);
    expect(most).toBe(2);
    expect(running).toBe(0);
    expect(await outcome(turns.take('one', () => Promise.resolve('afterwards')))).toBe('afterwards');
  });

  it('go from source to source: who asks once does not wait behind who asks a hundred times', async () => {
    const turns = new FairTurns(1, 100);
    const many = Array.from({ length: 50 }, (_, n) => turns.take('many', task(`many ${n}`)));
    const once = turns.take('once', task('once'));
    for (let n = 0; n < 60; n += 1) await endOne();
    await Promise.all([...many, once]);
    expect(order.indexOf('once')).toBeLessThanOrEqual(2);
    expect(order.filter((name) => name.startsWith('many'))).toEqual(Array.from({ length: 50 }, (_, n) => `many ${n}`));
  });

  it('are refused to whoever has most waiting, with a time to come back', async () => {
    const turns = new FairTurns(1, 10);
    const many = Array.from({ length: 30 }, (_, n) => outcome(turns.take('many', task(`many ${n}`))));
    const few = Array.from({ length: 3 }, (_, n) => outcome(turns.take('few', task(`few ${n}`))));
    for (let n = 0; n < 40; n += 1) await endOne();
    expect(await Promise.all(few)).toEqual(['few 0', 'few 1', 'few 2']);
    const refused = (await Promise.all(many)).filter((one) => one === 'busy {"Retry-After":"1"}');
    expect(refused).toHaveLength(22);
  });

  it('are refused to the next where everybody has one waiting', async () => {
    const turns = new FairTurns(1, 5);
    const each = Array.from({ length: 8 }, (_, n) => outcome(turns.take(`source ${n}`, task(String(n)))));
    for (let n = 0; n < 10; n += 1) await endOne();
    expect((await Promise.all(each)).map((one) => one.split(' ')[0])).toEqual(['0', '1', '2', '3', '4', '5', 'busy', 'busy']);
  });
});
