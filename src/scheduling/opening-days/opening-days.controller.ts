import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { OpeningDaysAnswer, OpeningDaysQuery } from './opening-days.dto.js';
import { openingDays } from './opening-days.service.js';

@ApiTags('Clinic')
@Controller('v1/clinic/days')
export class OpeningDaysController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'When the clinic is open, day by day, and what decides about each', answer: OpeningDaysAnswer })
  days(@Asker() asker: RequestAsker, @Query() query: OpeningDaysQuery): Promise<OpeningDaysAnswer> {
    return this.database.read(asker, (reader) => openingDays(reader, query));
  }
}
