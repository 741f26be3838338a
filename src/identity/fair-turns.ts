import { Refusal } from '../platform/errors/refusal.js';

/** 503 of the whole service rather than of the caller: it is asked for more at once than it does at once. */
export const busy = (): Refusal =>
  new Refusal('unavailable', 'busy', 'More passwords are being checked than this service checks at once; nothing was tried. Try again in a moment.', {}, { 'Retry-After': '1' });

interface Waiting {
  begin(): void;
  giveUp(refusal: Refusal): void;
}

/**
 * Turns at something that costs memory and processor: so many at once, so many waiting, the sources one after another.
 * Whoever asks for much waits behind whoever asks for little, and is the first to be refused.
 */
export class FairTurns {
  readonly #waiting = new Map<string, Waiting[]>();
  #running = 0;
  #count = 0;

  constructor(
    private readonly atOnce: number,
    private readonly waitingAtMost: number,
  ) {}

  /** @throws Refusal 503 `busy` when as many wait as may */
  async take<T>(source: string, task: () => Promise<T>): Promise<T> {
    if (this.#running < this.atOnce) this.#running += 1;
    else await this.#queue(source);
    try {
      return await task();
    } finally {
      this.#passOn();
    }
  }

  #queue(source: string): Promise<void> {
    if (this.#count >= this.waitingAtMost) this.#makeRoomFor(source);
    this.#count += 1;
    return new Promise((begin, giveUp) => {
      const line = this.#waiting.get(source) ?? [];
      line.push({ begin, giveUp });
      this.#waiting.set(source, line);
    });
  }

  /** The newest of whoever has most waiting goes, unless that would be the one who asks. */
  #makeRoomFor(source: string): void {
    const [longest, line = []] = [...this.#waiting].reduce((one, other) => (other[1].length > one[1].length ? other : one));
    if (line.length <= (this.#waiting.get(source)?.length ?? 0) + 1) throw busy();
    line.pop()?.giveUp(busy());
    if (line.length === 0) this.#waiting.delete(longest);
    this.#count -= 1;
  }

  /** The turn goes to the source that has not had one for longest; a map keeps its keys in the order of their coming. */
  #passOn(): void {
    const next = this.#waiting.entries().next().value;
    if (!next) {
      this.#running -= 1;
      return;
    }
    const [source, line] = next;
    this.#waiting.delete(source);
    const first = line.shift();
    if (line.length > 0) this.#waiting.set(source, line);
    this.#count -= 1;
    first?.begin();
  }
}
