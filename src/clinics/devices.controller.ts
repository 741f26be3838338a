import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { DeviceChange, DeviceView, NewDevice } from './resources.dto.js';
import { addDevice, changeDevice, listDevices, readDevice } from './resources.service.js';

@ApiTags('Clinic')
@Controller('v1/devices')
export class DevicesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinic.read', summary: 'The clinic’s devices, by name', answer: pageOf(DeviceView) })
  list(@Asker() asker: RequestAsker, @Query() query: PageQuery): Promise<Page<DeviceView>> {
    return this.database.read(asker, (reader) => listDevices(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'clinic.write', summary: 'Add a device', answer: DeviceView, status: 201, idempotent: true, refuses: ['409 duplicate-name'] })
  add(@Asker() asker: RequestAsker, @Body() body: NewDevice): Promise<DeviceView> {
    return this.database.work(asker, (work) => addDevice(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinic.read', summary: 'One device', answer: DeviceView, of: { id: 'devices' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<DeviceView> {
    return this.database.read(asker, (reader) => readDevice(reader, id));
  }

  @Patch(':id')
  @Endpoint({ permission: 'clinic.write', summary: 'Change a device', answer: DeviceView, of: { id: 'devices' }, ifMatch: true, refuses: ['409 duplicate-name'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: DeviceChange): Promise<DeviceView> {
    return this.database.work(asker, (work) => changeDevice(work, id, asker.ifMatch, body));
  }
}
