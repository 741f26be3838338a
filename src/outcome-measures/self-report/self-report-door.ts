import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Work } from '../../platform/database/work.js';
import { notFound, Refusal } from '../../platform/errors/refusal.js';
import type { Request } from '../../platform/http/route.js';
import { GUESSES_PER_WINDOW, MOVES_PER_WINDOW, networkOf, Throttle } from './throttle.js';
import { openReport, type OpenReport } from './open-report.js';
import { readToken } from './token.js';

/** The way in for whoever holds a token; the same refusal whatever is wrong with it. */
@Injectable()
export class SelfReportDoor {
  readonly #guesses = new Throttle(GUESSES_PER_WINDOW);
  readonly #moves = new Throttle(MOVES_PER_WINDOW);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 404 for any token that opens nothing, 429 for an address that has tried too many of them, or a token with which too much is posted */
  async enter<T>(token: string, request: Request, task: (work: Work, report: OpenReport) => Promise<T>): Promise<T> {
    const network = networkOf(request.ip);
    refuseUntil(this.#guesses.secondsToWait(network, this.clock.nowMs()), 'too-many-guesses', 'Too many links that open nothing were tried from here.');
    const facts = readToken(token);
    const moves = request.method === 'POST' && facts ? facts.digest : undefined;
    if (moves !== undefined) refuseUntil(this.#moves.secondsToWait(moves, this.clock.nowMs()), 'too-many-answers', 'Too many answers were sent with this link; wait a little.');
    const asker = { clinicId: facts?.clinicId ?? '', staffId: undefined, requestId: String(request.id), ip: request.ip };
    const entered = facts && (await this.database.work(asker, async (work) => {
      const report = await openReport(work, facts.digest);
      if (report && moves !== undefined) this.#moves.count(moves, this.clock.nowMs());
      return report && { answer: await task(work, report) };
    }));
    if (entered) return entered.answer;
    this.#guesses.count(network, this.clock.nowMs());
    throw notFound();
  }
}

function refuseUntil(seconds: number, code: string, message: string): void {
  if (seconds > 0) throw new Refusal('too-many', code, message, {}, { 'Retry-After': String(seconds) });
}
