import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../../platform/database/database.js';
import { Endpoint } from '../../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../../platform/http/route.js';
import { DiaryRules, DiaryRulesView } from './diary.dto.js';
import { readDiaryRules, setDiaryRules } from './diary-settings.service.js';

@ApiTags('Self-report')
@Controller('v1/clinic/diary-settings')
export class DiarySettingsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'When the pain diary asks by e-mail', answer: DiaryRulesView })
  rules(@Asker() asker: RequestAsker): Promise<DiaryRulesView> {
    return this.database.read(asker, readDiaryRules);
  }

  @Put()
  @Endpoint({ permission: 'clinic.write', summary: 'Decide when the pain diary asks by e-mail', answer: DiaryRulesView, ifMatch: true })
  setRules(@Asker() asker: RequestAsker, @Body() body: DiaryRules): Promise<DiaryRulesView> {
    return this.database.work(asker, (work) => setDiaryRules(work, body, asker.ifMatch));
  }
}
