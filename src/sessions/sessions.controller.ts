import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { sightOf } from '../identity/read.js';
import { Database } from '../platform/database/database.js';
import { Answer } from '../platform/http/answer.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { bookSession, giveUpSession, rescheduleSession } from './booking.service.js';
import { availability } from './availability.service.js';
import { slotsInPlaceOf, withMakeUp } from './make-up.js';
import { AvailabilityAnswer, AvailabilityQuery, GivenUpSession, MakeUpAnswer, MakeUpQuery, PlannedSession, SeriesAnswer, SeriesRequest } from './series.dto.js';
import { scheduleCourse } from './series.service.js';
import { Cancellation, NewSession, NoShow, Reschedule, SessionQuery, SessionView } from './session.dto.js';
import { stateTable } from './session-states/index.js';
import { CLASHES } from './sessions.problems.js';
import { listSessions, readSession } from './sessions.queries.js';

const OF = { id: 'sessions' };

@ApiTags('Sessions')
@ApiExtraModels(PlannedSession)
@Controller('v1')
export class SessionsController {
  constructor(private readonly database: Database) {}

  @Get('sessions')
  @Endpoint({ permission: 'schedule.read', summary: 'Sessions in order of time (without clinical fields for the front desk)', answer: pageOf(SessionView) })
  list(@Asker() asker: RequestAsker, @Query() query: SessionQuery): Promise<Page<SessionView>> {
    return this.database.work(asker, (work) => listSessions(work, query, sightOf(asker)));
  }

  @Post('sessions')
  @Endpoint({ permission: 'schedule.write', summary: 'Book one session', answer: SessionView, status: 201, idempotent: true, refuses: ['404 not-found', ...CLASHES] })
  book(@Asker() asker: RequestAsker, @Body() body: NewSession): Promise<SessionView> {
    return this.database.work(asker, (work) => bookSession(work, body, sightOf(asker), { mayOverlap: asker.may('schedule.override') }));
  }

  @Get('sessions/:id')
  @Endpoint({ permission: 'schedule.read', summary: 'One session (without clinical fields for the front desk)', description: `Each state, and the state that follows each action; what is empty is refused with 409 \`wrong-state\`.\n\n${stateTable()}`, answer: SessionView, of: OF })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<SessionView> {
    return this.database.work(asker, (work) => readSession(work, id, sightOf(asker)));
  }

  @Post('sessions/:id/reschedule')
  @Endpoint({ permission: 'schedule.write', summary: 'Move a session', answer: SessionView, of: OF, idempotent: true, refuses: [...CLASHES, '409 wrong-state'] })
  reschedule(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Reschedule): Promise<SessionView> {
    return this.database.work(asker, (work) => rescheduleSession(work, id, body, sightOf(asker), asker.may('schedule.override')));
  }

  @Post('sessions/:id/cancel')
  @Endpoint({ permission: 'schedule.write', summary: 'Cancel a session; its time is free at once', description: 'With less notice than the clinic asks of a patient it is marked as cancelled late. The answer proposes where it can be made up for.', answer: GivenUpSession, of: OF, idempotent: true, refuses: ['409 wrong-state'] })
  cancel(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Cancellation): Promise<GivenUpSession> {
    return this.database.work(asker, async (work) => withMakeUp(work, await giveUpSession(work, id, 'cancelled', body.reason, sightOf(asker), body.by ?? 'patient')));
  }

  @Post('sessions/:id/no-show')
  @Endpoint({ permission: 'schedule.write', summary: 'The patient did not come', description: 'The answer proposes where the session can be made up for.', answer: GivenUpSession, of: OF, idempotent: true, refuses: ['409 wrong-state'] })
  noShow(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NoShow): Promise<GivenUpSession> {
    return this.database.work(asker, async (work) => withMakeUp(work, await giveUpSession(work, id, 'no-show', body.reason, sightOf(asker))));
  }

  @Get('sessions/:id/make-up')
  @Endpoint({ permission: 'schedule.read', summary: 'Where a session that was given up can be made up for', description: 'Empty for a session that stands.', answer: MakeUpAnswer, of: OF })
  makeUp(@Asker() asker: RequestAsker, @Id() id: string, @Query() { limit }: MakeUpQuery): Promise<MakeUpAnswer> {
    return this.database.work(asker, async (work) => ({ slots: await slotsInPlaceOf(work, id, limit) }));
  }

  @Post('courses/:id/schedule')
  @Endpoint({
    permission: 'schedule.write', summary: 'Book what is left of a course in one call, or plan it', answer: SeriesAnswer, status: 201, alsoStatus: 200,
    of: { id: 'courses' }, idempotent: true, refuses: ['409 cannot-place', '409 nothing-left', '409 course-not-active', '409 slot-taken'],
  })
  async schedule(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: SeriesRequest): Promise<SeriesAnswer | Answer<SeriesAnswer>> {
    return this.database.work<SeriesAnswer | Answer<SeriesAnswer>>(asker, async (work) => {
      const answer = await scheduleCourse(work, id, body, sightOf(asker));
      return body.dryRun ? new Answer(answer, 200) : answer;
    });
  }

  @Get('availability')
  @Endpoint({ permission: 'schedule.read', summary: 'Free times, each with device, room and operator', answer: AvailabilityAnswer, refuses: ['404 not-found'] })
  availability(@Asker() asker: RequestAsker, @Query() query: AvailabilityQuery): Promise<AvailabilityAnswer> {
    return this.database.read(asker, (reader) => availability(reader, query));
  }
}
