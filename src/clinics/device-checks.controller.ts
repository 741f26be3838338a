import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { changeCoil, listCoils, readCoil } from './coils.service.js';
import { CoilChange, CoilView, DeviceCheckView, NewDeviceCheck } from './device-check.dto.js';
import { checkDevice, listDeviceChecks, readDeviceCheck } from './device-checks.service.js';

const OF_DEVICE = { id: 'devices' };
const OF_COIL = { id: 'devices', coilId: 'coils' };

@ApiTags('Clinic')
@Controller('v1/devices/:id')
export class DeviceChecksController {
  constructor(private readonly database: Database) {}

  @Get('checks')
  @Endpoint({ permission: 'clinic.read', summary: 'Daily checks of a device, the latest first', answer: pageOf(DeviceCheckView), of: OF_DEVICE })
  checks(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<DeviceCheckView>> {
    return this.database.read(asker, (reader) => listDeviceChecks(reader, id, query));
  }

  @Post('checks')
  @Endpoint({ permission: 'devices.check', summary: 'Record today’s check; the last of a day counts, and nothing starts on a device that failed it', answer: DeviceCheckView, status: 201, of: OF_DEVICE, idempotent: true })
  check(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewDeviceCheck): Promise<DeviceCheckView> {
    return this.database.work(asker, (work) => checkDevice(work, id, body));
  }

  @Get('checks/:checkId')
  @Endpoint({ permission: 'clinic.read', summary: 'One daily check', answer: DeviceCheckView, of: { id: 'devices', checkId: 'device_checks' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('checkId') checkId: string): Promise<DeviceCheckView> {
    return this.database.read(asker, (reader) => readDeviceCheck(reader, id, checkId));
  }

  @Get('coils')
  @Endpoint({ permission: 'clinic.read', summary: 'The coils of a device and how much each was used', answer: pageOf(CoilView), of: OF_DEVICE })
  coils(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<CoilView>> {
    return this.database.read(asker, (reader) => listCoils(reader, id, query));
  }

  @Get('coils/:coilId')
  @Endpoint({ permission: 'clinic.read', summary: 'One coil', answer: CoilView, of: OF_COIL })
  coil(@Asker() asker: RequestAsker, @Id() id: string, @Id('coilId') coilId: string): Promise<CoilView> {
    return this.database.read(asker, (reader) => readCoil(reader, id, coilId));
  }

  @Patch('coils/:coilId')
  @Endpoint({ permission: 'devices.check', summary: 'Set after how many pulses a coil is due, and its serial number', answer: CoilView, of: OF_COIL, ifMatch: true })
  changeCoil(@Asker() asker: RequestAsker, @Id() id: string, @Id('coilId') coilId: string, @Body() body: CoilChange): Promise<CoilView> {
    return this.database.work(asker, (work) => changeCoil(work, id, coilId, asker.ifMatch, body));
  }
}
