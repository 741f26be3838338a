import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { MeasureRules, MeasureRulesView } from './measure-settings.dto.js';
import { readMeasureRules, setMeasureRules } from './measure-settings.service.js';

@ApiTags('Outcome measures')
@Controller('v1/clinic/measure-settings')
export class MeasureSettingsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'What the clinic decided about its measures', answer: MeasureRulesView })
  rules(@Asker() asker: RequestAsker): Promise<MeasureRulesView> {
    return this.database.read(asker, readMeasureRules);
  }

  @Put()
  @Endpoint({ permission: 'clinic.write', summary: 'Decide whose values make an index, and whether a licensed form may be asked by topic', answer: MeasureRulesView, ifMatch: true })
  setRules(@Asker() asker: RequestAsker, @Body() body: MeasureRules): Promise<MeasureRulesView> {
    return this.database.work(asker, (work) => setMeasureRules(work, body, asker.ifMatch));
  }
}
