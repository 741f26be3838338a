import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { DeviceFileView, DeviceRowQuery, DeviceRowView, NewDeviceFile, RowConfirmation, RowDismissal } from './device-file.dto.js';
import { confirmRow, dismissRow, importDeviceFile, listDeviceRows, readDeviceFile, readRow } from './device-files.service.js';

const OF_ROW = { id: 'device_file_rows' };

@ApiTags('Device files')
@Controller('v1')
export class DeviceFilesController {
  constructor(private readonly database: Database) {}

  @Post('device-files')
  @Endpoint({ permission: 'sessions.deliver', summary: 'Import what a stimulator wrote down; the same file again changes nothing', answer: DeviceFileView, status: 201, idempotent: true })
  import(@Asker() asker: RequestAsker, @Body() body: NewDeviceFile): Promise<DeviceFileView> {
    return this.database.work(asker, (work) => importDeviceFile(work, body));
  }

  @Get('device-files/:id')
  @Endpoint({ permission: 'clinical.read', summary: 'One file with its rows', answer: DeviceFileView, of: { id: 'device_files' } })
  file(@Asker() asker: RequestAsker, @Id() id: string): Promise<DeviceFileView> {
    return this.database.work(asker, (work) => readDeviceFile(work, id));
  }

  @Get('device-rows')
  @Endpoint({ permission: 'clinical.read', summary: 'Rows of imported files: `status=unmatched` and `status=proposed` are the tray', answer: pageOf(DeviceRowView) })
  rows(@Asker() asker: RequestAsker, @Query() query: DeviceRowQuery): Promise<Page<DeviceRowView>> {
    return this.database.work(asker, (work) => listDeviceRows(work, query));
  }

  @Get('device-rows/:id')
  @Endpoint({ permission: 'clinical.read', summary: 'One row', answer: DeviceRowView, of: OF_ROW })
  row(@Asker() asker: RequestAsker, @Id() id: string): Promise<DeviceRowView> {
    return this.database.work(asker, (work) => readRow(work, id));
  }

  @Post('device-rows/:id/confirm')
  @Endpoint({ permission: 'sessions.deliver', summary: 'Say to which session a row belongs', answer: DeviceRowView, of: OF_ROW, idempotent: true, refuses: ['404 not-found', '409 wrong-state'] })
  confirm(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: RowConfirmation): Promise<DeviceRowView> {
    return this.database.work(asker, (work) => confirmRow(work, id, body.sessionId));
  }

  @Post('device-rows/:id/dismiss')
  @Endpoint({ permission: 'sessions.deliver', summary: 'Take a row out of the tray, with the reason', answer: DeviceRowView, of: OF_ROW, idempotent: true, refuses: ['409 wrong-state'] })
  dismiss(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: RowDismissal): Promise<DeviceRowView> {
    return this.database.work(asker, (work) => dismissRow(work, id, body.reason));
  }
}
