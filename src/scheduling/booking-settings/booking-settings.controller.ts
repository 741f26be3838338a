import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { BookingSettingsChange, BookingSettingsView } from './booking-settings.dto.js';
import { changeBookingSettings, readBookingSettings } from './booking-settings.service.js';

@ApiTags('Clinic')
@Controller('v1/booking-settings')
export class BookingSettingsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'How much notice a cancellation takes, and how late a patient may come', answer: BookingSettingsView })
  read(@Asker() asker: RequestAsker): Promise<BookingSettingsView> {
    return this.database.read(asker, readBookingSettings);
  }

  @Patch()
  @Endpoint({ permission: 'clinic.write', summary: 'Change them; what was classed before stays so', answer: BookingSettingsView, ifMatch: true })
  change(@Asker() asker: RequestAsker, @Body() body: BookingSettingsChange): Promise<BookingSettingsView> {
    return this.database.work(asker, (work) => changeBookingSettings(work, asker.ifMatch, body));
  }
}
