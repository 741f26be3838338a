import { Refusal } from '../errors/refusal.js';

/** Whoever waits longer than this is told to come again: an answer that comes later is an answer to nobody. */
const DEADLINE_MS = 15_000;
/** So many may wait for each connection; more are told at once, before they wait in vain. */
const WAITING_PER_CONNECTION = 50;

interface Waiting {
  readonly clinicId: string;
  readonly begin: () => void;
}

/**
 * Turns at the connections of the pool. A crowd at one clinic waits here in order, holding no connection while its
 * bookings queue for the same locks; it gets three quarters of the pool at most, and clinics are served in rotation, so
 * that no clinic's crowd keeps the others waiting.
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
   * Waits for a turn. @returns what ends it; call it in any case
   * @throws Refusal 503 `busy` after the deadline, or at once when too many wait already
   */
  async take(clinicId: string): Promise<() => void> {
    if (!this.#mayBegin(clinicId) || this.#queues.has(clinicId)) await this.#wait(clinicId);
    else this.#begin(clinicId);
    return () => this.#end(clinicId);
  }

  #wait(clinicId: string): Promise<void> {
    if (this.#waiting >= this.connections * WAITING_PER_CONNECTION) throw busy();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#leave(waiting);
        reject(busy());
      }, this.deadlineMs);
      const waiting = { clinicId, begin: () => (clearTimeout(timer), resolve()) };
      this.#queues.set(clinicId, [...(this.#queues.get(clinicId) ?? []), waiting]);
      this.#waiting += 1;
    });
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
