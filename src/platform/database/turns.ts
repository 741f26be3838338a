import { Refusal } from '../errors/refusal.js';

/** Whoever waits longer than this is told to come again: an answer that comes later is an answer to nobody. */
const DEADLINE_MS = 15_000;
/** So many may wait for each connection; of more, some are told at once, before they wait in vain. */
const WAITING_PER_CONNECTION = 50;

interface Waiting {
  readonly clinicId: string;
  readonly begin: () => void;
  readonly refuse: () => void;
}

/**
 * Turns at the connections of the pool. A crowd at one clinic waits here in order, holding no connection while its
 * bookings queue for the same locks; it gets three quarters of the pool at most, and clinics are served in rotation, so
 * that no clinic's crowd keeps the others waiting. Where all places to wait are taken it is the longest queue that gives
 * one up, so that no clinic's crowd keeps the others from waiting either.
 */
export class Turns {
  readonly #perClinic: number;
  readonly #running = new Map<string, number>();
  /** Clinics in the order of their next turn, each with whoever waits longest first. */
  readonly #queues = new Map<string, Waiting[]>();
  #taken = 0;
  #waiting = 0;

  constructor(
    private readonly connections: number,
    private readonly deadlineMs = DEADLINE_MS,
  ) {
    this.#perClinic = Math.max(1, Math.ceil(connections * 0.75));
  }

  /**
   * Waits for a turn.
   * @param withinMs how long at most, where that is shorter than anybody waits
   * @returns what ends it; call it in any case
   * @throws Refusal 503 `busy` when the time is over, or when too many wait
   */
  async take(clinicId: string, withinMs = this.deadlineMs): Promise<() => void> {
    if (!this.#mayBegin(clinicId) || this.#queues.has(clinicId)) await this.#wait(clinicId, Math.min(withinMs, this.deadlineMs));
    else this.#begin(clinicId);
    return () => this.#end(clinicId);
  }

  #wait(clinicId: string, withinMs: number): Promise<void> {
    if (withinMs <= 0) throw busy();
    if (this.#waiting >= this.connections * WAITING_PER_CONNECTION) this.#makeRoom(clinicId);
    return new Promise((resolve, reject) => {
      const refuse = (): void => {
        clearTimeout(timer);
        this.#leave(waiting);
        reject(busy());
      };
      const timer = setTimeout(refuse, withinMs);
      const waiting = { clinicId, refuse, begin: () => (clearTimeout(timer), resolve()) };
      const queue = this.#queues.get(clinicId);
      if (queue) queue.push(waiting);
      else this.#queues.set(clinicId, [waiting]);
      this.#waiting += 1;
    });
  }

  /** Whoever came last to the longest queue goes: who asks, or somebody who has waited in vain for less time than the rest. */
  #makeRoom(clinicId: string): void {
    const own = this.#queues.get(clinicId)?.length ?? 0;
    const longest = [...this.#queues.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
    // Between queues as long as each other nothing is won by one going for another.
    if (longest.length <= own + 1) throw busy();
    longest.at(-1)?.refuse();
  }

  #mayBegin(clinicId: string): boolean {
    return this.#taken < this.connections && (this.#running.get(clinicId) ?? 0) < this.#perClinic;
  }

  #begin(clinicId: string): void {
    this.#taken += 1;
    this.#running.set(clinicId, (this.#running.get(clinicId) ?? 0) + 1);
  }

  #end(clinicId: string): void {
    this.#taken -= 1;
    const left = (this.#running.get(clinicId) ?? 1) - 1;
    if (left > 0) this.#running.set(clinicId, left);
    else this.#running.delete(clinicId);
    for (const [next, [first]] of this.#queues) {
      if (!first || !this.#mayBegin(next)) continue;
      this.#leave(first);
      // To the end of the rotation.
      const others = this.#queues.get(next);
      if (others && this.#queues.delete(next)) this.#queues.set(next, others);
      this.#begin(next);
      first.begin();
      return;
    }
  }

  #leave(waiting: Waiting): void {
    const others = (this.#queues.get(waiting.clinicId) ?? []).filter((one) => one !== waiting);
    this.#waiting -= 1;
    if (others.length > 0) this.#queues.set(waiting.clinicId, others);
    else this.#queues.delete(waiting.clinicId);
  }
}

const busy = (): Refusal => new Refusal('unavailable', 'busy', 'Too many requests wait for their turn; nothing was changed.', {}, { 'Retry-After': '2' });
