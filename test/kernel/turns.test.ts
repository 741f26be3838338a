import { Turns } from '../../src/platform/database/turns.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns at the connections', () => {
  it('serve clinics in rotation and each in order, and give no clinic more than three quarters', async () => {
    const turns = new Turns(4);
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const ask = (clinic: string, n: number): void => void turns.take(clinic).then((end) => (begun.push(`${clinic}${n}`), ends.push(end)));
    for (let n = 1; n <= 6; n += 1) ask('a', n);
    await settled();
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    for (let n = 1; n <= 3; n += 1) ask('b', n);
    await settled();
    expect(begun).toEqual(['a1', 'a2', 'a3', 'b1']);
    for (let n = 0; n < 9; n += 1) {
      ends[n]?.();
      await settled();
    }
    expect(begun.slice(4)).toEqual(['a4', 'b2', 'a5', 'b3', 'a6']);
  });

  it('are refused at once when too many wait, and after a while to whoever waits in vain', async () => {
    const turns = new Turns(1, 50);
    const end = await turns.take('a');
    const waiting = Array.from({ length: 50 }, () => turns.take('a').then(() => 'begun', ({ code }: { code: string }) => code));
    await expect(turns.take('a')).rejects.toMatchObject({ code: 'busy', kind: 'unavailable' });
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['busy']));
    const next = turns.take('a');
    end();
    (await next)();
  });

  it('leave every clinic places to wait, whatever crowd there is at another', async () => {
    const turns = new Turns(4, 2_000);
    const outcomes: Record<string, string[]> = { a: [], b: [], c: [] };
    const ask = (clinic: string): void => void turns.take(clinic).then(() => outcomes[clinic]?.push('begun'), ({ code }: { code: string }) => outcomes[clinic]?.push(code));
    // Three begin, and the crowd takes all places but for one.
    for (let n = 0; n < 3 + 199; n += 1) ask('a');
    ask('b');
    ask('b');
    await settled();
    expect(outcomes).toEqual({ a: ['begun', 'begun', 'begun'], b: ['begun'], c: [] });
    // No place is left: whoever came last of the crowd goes, and then no more of it are let in.
    ask('b');
    ask('c');
    ask('a');
    await settled();
    expect(outcomes).toEqual({ a: ['begun', 'begun', 'begun', 'busy', 'busy', 'busy'], b: ['begun'], c: [] });
    // Until the queues are as long as each other.
    for (let n = 0; n < 300; n += 1) ask('b');
    await settled();
    const [ofA = [], ofB = [], ofC = []] = [outcomes['a'], outcomes['b'], outcomes['c']].map((outcome) => outcome?.filter((code) => code === 'busy'));
    expect([ofA.length, ofB.length, ofC.length]).toEqual([199 - 100 + 1, 302 - 99, 0]);
  });

  it('are refused when the time of whoever asks is over, before others give up', async () => {
    const turns = new Turns(1, 1_000);
    const end = await turns.take('a');
    const begun = performance.now();
    await expect(turns.take('a', 20)).rejects.toMatchObject({ code: 'busy' });
    await expect(turns.take('a', 0)).rejects.toMatchObject({ code: 'busy', headers: { 'Retry-After': '2' } });
    expect(performance.now() - begun).toBeLessThan(500);
    end();
    (await turns.take('a', 0))();
  });
});
