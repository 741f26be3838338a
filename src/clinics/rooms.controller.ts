import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { RoomChange, RoomView, NewRoom } from './resources.dto.js';
import { addRoom, changeRoom, listRooms, readRoom } from './resources.service.js';

@ApiTags('Clinic')
@Controller('v1/rooms')
export class RoomsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'The clinic’s rooms, by name', answer: pageOf(RoomView) })
  list(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<RoomView>> {
    return this.database.read(asker, (reader) => listRooms(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'clinic.write', summary: 'Add a room', answer: RoomView, status: 201, idempotent: true, refuses: ['409 duplicate-name'] })
  add(@Asker() asker: RequestAsker, @Body() body: NewRoom): Promise<RoomView> {
    return this.database.work(asker, (work) => addRoom(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinic.read', summary: 'One room', answer: RoomView, of: { id: 'rooms' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<RoomView> {
    return this.database.read(asker, (reader) => readRoom(reader, id));
  }

  @Patch(':id')
  @Endpoint({ permission: 'clinic.write', summary: 'Change a room', answer: RoomView, of: { id: 'rooms' }, ifMatch: true, refuses: ['409 duplicate-name'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: RoomChange): Promise<RoomView> {
    return this.database.work(asker, (work) => changeRoom(work, id, asker.ifMatch, body));
  }
}
