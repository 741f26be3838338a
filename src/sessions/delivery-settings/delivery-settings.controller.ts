import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { DeliverySettingsChange, DeliverySettingsView } from './delivery-settings.dto.js';
import { changeDeliverySettings, readDeliverySettings } from './delivery-settings.service.js';

@ApiTags('Clinic')
@Controller('v1/delivery-settings')
export class DeliverySettingsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'What is asked before sessions, how strictly, and who signs', answer: DeliverySettingsView })
  read(@Asker() asker: RequestAsker): Promise<DeliverySettingsView> {
    return this.database.read(asker, readDeliverySettings);
  }

  @Patch()
  @Endpoint({ permission: 'delivery-settings.write', summary: 'Change them; what was answered before stays as it was', answer: DeliverySettingsView, ifMatch: true })
  change(@Asker() asker: RequestAsker, @Body() body: DeliverySettingsChange): Promise<DeliverySettingsView> {
    return this.database.work(asker, (work) => changeDeliverySettings(work, asker.ifMatch, body));
  }
}
