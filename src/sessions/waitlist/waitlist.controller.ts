import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { sightOf } from '../../identity/read.js';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { SessionView } from '../session.dto.js';
import { CLASHES } from '../sessions.problems.js';
import { NewWaitlistEntry, WaitlistEntryView, WaitlistQuery } from './waitlist.dto.js';
import { acceptOffer, declineOffer, enterWaitlist, listEntries, lookAtEntry, withdrawEntry } from './waitlist.service.js';

const OF = { id: 'waitlist_entries' };
const OF_OFFER = { id: 'waitlist_entries', offerId: 'waitlist_offers' };

@ApiTags('Waitlist')
@Controller('v1/waitlist')
export class WaitlistController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'schedule.read', summary: 'Who waits for an appointment, longest first, with what was offered', answer: pageOf(WaitlistEntryView) })
  list(@Asker() asker: RequestAsker, @Query() query: WaitlistQuery): Promise<Page<WaitlistEntryView>> {
    return this.database.read(asker, (reader) => listEntries(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'schedule.write', summary: 'Wait for an appointment that becomes free', description: 'Within seconds a free time that fits is offered, by mail too where the patient has an address. An offer reserves nothing: the first answer wins.', answer: WaitlistEntryView, status: 201, idempotent: true, refuses: ['404 not-found', '409 already-waiting', '409 course-not-active', '409 wrong-state'] })
  enter(@Asker() asker: RequestAsker, @Body() body: NewWaitlistEntry): Promise<WaitlistEntryView> {
    return this.database.work(asker, (work) => enterWaitlist(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'schedule.read', summary: 'One entry of the waitlist', answer: WaitlistEntryView, of: OF })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<WaitlistEntryView> {
    return this.database.work(asker, (work) => lookAtEntry(work, id));
  }

  @Post(':id/withdraw')
  @Endpoint({ permission: 'schedule.write', summary: 'Wait no longer', answer: WaitlistEntryView, of: OF, idempotent: true, refuses: ['409 wrong-state'] })
  withdraw(@Asker() asker: RequestAsker, @Id() id: string): Promise<WaitlistEntryView> {
    return this.database.work(asker, (work) => withdrawEntry(work, id));
  }

  @Post(':id/offers/:offerId/accept')
  @Endpoint({ permission: 'schedule.write', summary: 'Take an offer: the session is booked or brought forward', answer: SessionView, of: OF_OFFER, idempotent: true, refuses: ['409 offer-over', ...CLASHES] })
  accept(@Asker() asker: RequestAsker, @Id() id: string, @Id('offerId') offerId: string): Promise<SessionView> {
    return this.database.work(asker, (work) => acceptOffer(work, id, offerId, sightOf(asker)));
  }

  @Post(':id/offers/:offerId/decline')
  @Endpoint({ permission: 'schedule.write', summary: 'Turn an offer down and wait for another', answer: WaitlistEntryView, of: OF_OFFER, idempotent: true, refuses: ['409 offer-over'] })
  decline(@Asker() asker: RequestAsker, @Id() id: string, @Id('offerId') offerId: string): Promise<WaitlistEntryView> {
    return this.database.work(asker, (work) => declineOffer(work, id, offerId));
  }
}
