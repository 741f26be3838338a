import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Work } from '../../platform/database/work.js';
import { notFound, Refusal } from '../../platform/errors/refusal.js';
import type { Request } from '../../platform/http/route.js';
import { GuessThrottle } from './guess-throttle.js';
import { openReport, type OpenReport } from './open-report.js';
import { readToken } from './token.js';

/** The way in for whoever holds a token; the same refusal whatever is wrong with it. */
@Injectable()
export class SelfReportDoor {
  readonly #throttle = new GuessThrottle();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 404 for any token that opens nothing, 429 for an address that has tried too many of them */
  async enter<T>(token: string, request: Request, task: (work: Work, report: OpenReport) => Promise<T>): Promise<T> {
    const seconds = this.#throttle.secondsToWait(request.ip, this.clock.nowMs());
    if (seconds > 0) throw new Refusal('too-many', 'too-many-guesses', 'Too many links that open nothing were tried from here.', {}, { 'Retry-After': String(seconds) });
    const facts = readToken(token);
    const asker = { clinicId: facts?.clinicId ?? '', staffId: undefined, requestId: String(request.id), ip: request.ip };
    const entered = facts && (await this.database.work(asker, async (work) => {
      const report = await openReport(work, facts.digest);
      return report && { answer: await task(work, report) };
    }));
    if (entered) return entered.answer;
    this.#throttle.countWrong(request.ip, this.clock.nowMs());
    throw notFound();
  }
}
