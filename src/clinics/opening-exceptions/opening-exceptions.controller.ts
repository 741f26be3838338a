import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { NewOpeningException, OpeningExceptionChange, OpeningExceptionQuery, OpeningExceptionView } from './opening-exceptions.dto.js';
import { addOpeningException, changeOpeningException, listOpeningExceptions, readOpeningException, removeOpeningException } from './opening-exceptions.service.js';

const OF = { id: 'opening_exceptions' };

@ApiTags('Clinic')
@Controller('v1/clinic/opening-exceptions')
export class OpeningExceptionsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'Dates with other hours than their weekday', answer: pageOf(OpeningExceptionView) })
  list(@Asker() asker: RequestAsker, @Query() query: OpeningExceptionQuery): Promise<Page<OpeningExceptionView>> {
    return this.database.read(asker, (reader) => listOpeningExceptions(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'clinic.write', summary: 'Other hours on one date: longer, shorter, several, none', description: 'Stands in place of the weekday’s hours and opens a public holiday. A closure of the clinic closes the date all the same.', answer: OpeningExceptionView, status: 201, idempotent: true, refuses: ['409 duplicate-date'] })
  add(@Asker() asker: RequestAsker, @Body() body: NewOpeningException): Promise<OpeningExceptionView> {
    return this.database.work(asker, (work) => addOpeningException(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinic.read', summary: 'One date with other hours', answer: OpeningExceptionView, of: OF })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<OpeningExceptionView> {
    return this.database.read(asker, (reader) => readOpeningException(reader, id));
  }

  @Patch(':id')
  @Endpoint({ permission: 'clinic.write', summary: 'Change the hours of a date', answer: OpeningExceptionView, of: OF, ifMatch: true })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: OpeningExceptionChange): Promise<OpeningExceptionView> {
    return this.database.work(asker, (work) => changeOpeningException(work, id, asker.ifMatch, body));
  }

  @Delete(':id')
  @Endpoint({ permission: 'clinic.write', summary: 'Back to the hours of the weekday', of: OF })
  remove(@Asker() asker: RequestAsker, @Id() id: string): Promise<void> {
    return this.database.work(asker, (work) => removeOpeningException(work, id));
  }
}
