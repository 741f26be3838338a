import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { sightOf } from '../../identity/read.js';
import { Database } from '../../platform/database/database.js';
import { Refusal } from '../../platform/errors/refusal.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type Reply, type Request, type RequestAsker } from '../../platform/http/route.js';
import { changedSince } from './board-changes.js';
import { BoardStream } from './board-stream.js';
import { DayBoard, DayBoardQuery, WeekBoard, WeekBoardQuery } from './day-board.dto.js';
import { dayBoard, weekBoard } from './day-board.queries.js';

@ApiTags('Day board')
@Controller('v1')
export class DayBoardController {
  constructor(
    private readonly database: Database,
    private readonly stream: BoardStream,
  ) {}

  @Get('day-board')
  @Endpoint({ permission: 'schedule.read', summary: 'The clinic’s day: sessions, what is due, utilisation, gaps', description: 'Carries an ETag: with `If-None-Match` a board on which nothing has changed is 304 for a fraction of the cost. `since` asks for changes alone.', answer: DayBoard })
  async day(@Asker() asker: RequestAsker, @Req() request: Request, @Res({ passthrough: true }) reply: Reply, @Query() { date, since }: DayBoardQuery): Promise<DayBoard | undefined> {
    const known = boardTag(request.headers['if-none-match']);
    if (known !== undefined && known.mark === markOf(asker, date) && since === undefined && !(await this.database.read(asker, (reader) => changedSince(reader, known.cursor)))) {
      void reply.code(304).header('ETag', tagOf(known));
      return undefined;
    }
    const board = await this.database.work(asker, (work) => dayBoard(work, date, sightOf(asker), since));
    if (since === undefined) void reply.header('ETag', tagOf({ cursor: board.cursor, mark: markOf(asker, date) }));
    return board;
  }

  @Get('week-board')
  @Endpoint({ permission: 'schedule.read', summary: 'Seven days of the board', answer: WeekBoard })
  week(@Asker() asker: RequestAsker, @Query() { from }: WeekBoardQuery): Promise<WeekBoard> {
    return this.database.work(asker, (work) => weekBoard(work, from, sightOf(asker)));
  }

  @Get('day-board/stream')
  @Endpoint({
    permission: 'schedule.read', summary: 'Changes of sessions as server-sent events', media: 'text/event-stream', refuses: ['406 not-acceptable', '429 too-many-screens'],
    description: 'Ask with `Accept: text/event-stream`. Events: `open` with a cursor, at the beginning and where so much was changed that the board is to be asked for anew, `change` with the sessions and reservations that were changed (times, place and state, nothing clinical) within a second, `alerts` with how many alerts are open and the id of the last, for whoever may read alerts, `alive` every ten seconds. After a break ask `/v1/day-board?since=` with the last cursor. Ends with the login, and with a change of its roles; fifty screens at most follow with one login.',
  })
  async changes(@Asker() asker: RequestAsker, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    if (!request.headers.accept?.includes('text/event-stream')) throw new Refusal('not-acceptable', 'not-acceptable', 'Ask with Accept: text/event-stream.');
    const { raw } = reply;
    const waiting: string[] = [];
    let begun = false;
    const send = (event: string, data: object): void => {
      const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      if (begun) raw.write(text);
      else waiting.push(text);
    };
    const close = await this.stream.open({ asker: { ...asker, idempotency: undefined }, hearsAlerts: asker.may('alerts.read'), send, unread: () => raw.writableLength, end: () => raw.end(), cut: () => raw.destroy() });
    reply.hijack();
    // Whoever went away meanwhile is told nothing, and followed no further.
    if (raw.destroyed) return close();
    raw.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Request-Id': String(request.id), 'X-Accel-Buffering': 'no' });
    begun = true;
    for (const text of waiting) raw.write(text);
    raw.on('close', close);
  }
}

interface BoardTag {
  readonly cursor: string;
  /** Clinic, day and sight: a tag of another board never matches. */
  readonly mark: string;
}

const markOf = (asker: RequestAsker, date: string): string => `${asker.clinicId.slice(-12)}-${date}-${sightOf(asker)}`;
const tagOf = ({ cursor, mark }: BoardTag): string => `"${cursor}.${mark}"`;

function boardTag(header: string | undefined): BoardTag | undefined {
  const [, cursor, mark] = /^"(\d{1,18})\.([\w-]+)"$/.exec(header?.trim() ?? '') ?? [];
  return cursor !== undefined && mark !== undefined ? { cursor, mark } : undefined;
}
