import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { NewWording, WordingQuery, WordingView } from './wordings.dto.js';
import { readWording, setWording } from './wordings.service.js';

@ApiTags('Outcome measures')
@Controller('v1/outcome-measures/:code/wording')
export class WordingsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'The clinic’s own words for a measure', answer: WordingView, refuses: ['404 not-found'] })
  read(@Asker() asker: RequestAsker, @Param('code') code: string, @Query() { language }: WordingQuery): Promise<WordingView> {
    return this.database.read(asker, (reader) => readWording(reader, code, language));
  }

  @Put()
  @Endpoint({ permission: 'clinic.write', summary: 'Ask a measure in the words of the form that the clinic holds', answer: WordingView, refuses: ['404 not-found', '409 licence-required'] })
  set(@Asker() asker: RequestAsker, @Param('code') code: string, @Body() body: NewWording): Promise<WordingView> {
    return this.database.work(asker, (work) => setWording(work, code, body));
  }
}
