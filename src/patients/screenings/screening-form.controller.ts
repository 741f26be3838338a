import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../platform/http/endpoint.js';
import { SCREENING_FORM } from '../screening/index.js';
import { ScreeningFormView } from './screening.dto.js';

@ApiTags('Patients')
@Controller('v1/screening-form')
export class ScreeningFormController {
  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'What is asked at intake', answer: ScreeningFormView })
  form(): ScreeningFormView {
    return { version: SCREENING_FORM.version, items: SCREENING_FORM.items.map(({ code, topic, onYes }) => ({ code, topic, onYes })) };
  }
}
