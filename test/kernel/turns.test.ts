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
});
