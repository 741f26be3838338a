import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { ClinicChange, ClinicView, ClosureView, NewClosure } from './clinic.dto.js';
import { changeClinic } from './clinic.service.js';
import { closeClinic, listClosures, readClosure, reopenClinic } from './closures.service.js';
import { readClinic } from './read.js';

@ApiTags('Clinic')
@Controller('v1/clinic')
export class ClinicController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'The clinic, its hours and its grid', answer: ClinicView })
  read(@Asker() asker: RequestAsker): Promise<ClinicView> {
    return this.database.read(asker, readClinic);
  }

  @Patch()
  @Endpoint({ permission: 'clinic.write', summary: 'Change hours, grid, turnover or name', answer: ClinicView, ifMatch: true })
  change(@Asker() asker: RequestAsker, @Body() body: ClinicChange): Promise<ClinicView> {
    return this.database.work(asker, (work) => changeClinic(work, asker.ifMatch, body));
  }

  @Get('closures')
  @Endpoint({ permission: 'clinic.read', summary: 'Days on which the clinic is closed', answer: pageOf(ClosureView) })
  closures(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<ClosureView>> {
    return this.database.read(asker, (reader) => listClosures(reader, query));
  }

  @Post('closures')
  @Endpoint({ permission: 'clinic.write', summary: 'Close the clinic for some days', answer: ClosureView, status: 201, idempotent: true })
  close(@Asker() asker: RequestAsker, @Body() body: NewClosure): Promise<ClosureView> {
    return this.database.work(asker, (work) => closeClinic(work, body));
  }

  @Get('closures/:id')
  @Endpoint({ permission: 'clinic.read', summary: 'One closure', answer: ClosureView, of: { id: 'closures' } })
  closure(@Asker() asker: RequestAsker, @Id() id: string): Promise<ClosureView> {
    return this.database.read(asker, (reader) => readClosure(reader, id));
  }

  @Delete('closures/:id')
  @Endpoint({ permission: 'clinic.write', summary: 'Take a closure back', of: { id: 'closures' } })
  reopen(@Asker() asker: RequestAsker, @Id() id: string): Promise<void> {
    return this.database.work(asker, (work) => reopenClinic(work, id));
  }
}
