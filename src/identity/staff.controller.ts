import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { NewStaff, StaffChange, StaffView } from './identity.dto.js';
import { addStaff, changeStaff, deactivateStaff, listStaff, readStaff } from './staff.service.js';

@ApiTags('Staff')
@Controller('v1/staff')
export class StaffController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'staff.read', summary: 'Who works here', answer: pageOf(StaffView) })
  list(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<StaffView>> {
    return this.database.read(asker, (reader) => listStaff(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'staff.write', summary: 'Add a staff member', answer: StaffView, status: 201, idempotent: true, refuses: ['409 duplicate-email'] })
  add(@Asker() asker: RequestAsker, @Body() body: NewStaff): Promise<StaffView> {
    return this.database.work(asker, (work) => addStaff(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'staff.read', summary: 'One staff member', answer: StaffView, of: { id: 'staff' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<StaffView> {
    return this.database.read(asker, (reader) => readStaff(reader, id));
  }

  @Patch(':id')
  @Endpoint({ permission: 'staff.write', summary: 'Change name or roles', answer: StaffView, of: { id: 'staff' }, ifMatch: true, refuses: ['409 last-admin'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: StaffChange): Promise<StaffView> {
    return this.database.work(asker, (work) => changeStaff(work, id, asker.ifMatch, body));
  }

  @Post(':id/deactivate')
  @Endpoint({ permission: 'staff.write', summary: 'End a person’s access at once', answer: StaffView, of: { id: 'staff' }, refuses: ['409 last-admin'] })
  deactivate(@Asker() asker: RequestAsker, @Id() id: string): Promise<StaffView> {
    return this.database.work(asker, (work) => deactivateStaff(work, id));
  }
}
