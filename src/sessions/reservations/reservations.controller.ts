import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { sightOf } from '../../identity/read.js';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { CLASHES } from '../sessions.problems.js';
import { SessionView } from '../session.dto.js';
import { NewReservation, ReservationQuery, ReservationView } from './reservations.dto.js';
import { bookReservation, listReservations, lookAtReservation, releaseReservation, reserve } from './reservations.service.js';

const OF = { id: 'reservations' };

@ApiTags('Sessions')
@Controller('v1/reservations')
export class ReservationsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'schedule.read', summary: 'Times that are or were kept, the latest first', answer: pageOf(ReservationView) })
  list(@Asker() asker: RequestAsker, @Query() query: ReservationQuery): Promise<Page<ReservationView>> {
    return this.database.read(asker, (reader) => listReservations(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'schedule.write', summary: 'Keep a time for some minutes', description: 'Nobody else is given it until it is booked, released or over; no more than 20 at a time for one person.', answer: ReservationView, status: 201, idempotent: true, refuses: ['404 not-found', ...CLASHES, '409 too-many-reservations'] })
  reserve(@Asker() asker: RequestAsker, @Body() body: NewReservation): Promise<ReservationView> {
    return this.database.work(asker, (work) => reserve(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'schedule.read', summary: 'One reservation', answer: ReservationView, of: OF })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<ReservationView> {
    return this.database.work(asker, (work) => lookAtReservation(work, id));
  }

  @Post(':id/book')
  @Endpoint({ permission: 'schedule.write', summary: 'Book the time that was kept', answer: SessionView, of: OF, idempotent: true, refuses: ['409 reservation-over', ...CLASHES] })
  book(@Asker() asker: RequestAsker, @Id() id: string): Promise<SessionView> {
    return this.database.work(asker, (work) => bookReservation(work, id, sightOf(asker)));
  }

  @Post(':id/release')
  @Endpoint({ permission: 'schedule.write', summary: 'Give the time back at once', answer: ReservationView, of: OF, idempotent: true, refuses: ['409 reservation-over'] })
  release(@Asker() asker: RequestAsker, @Id() id: string): Promise<ReservationView> {
    return this.database.work(asker, (work) => releaseReservation(work, id));
  }
}
