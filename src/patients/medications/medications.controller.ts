import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { MedicationChange, MedicationView, MedicationVoid, NewMedication } from './medication.dto.js';
import { addMedication, changeMedication, listMedications, readMedication, voidMedication } from './medications.service.js';

@ApiTags('Patients')
@Controller('v1/patients/:id/medications')
export class MedicationsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Medications of a patient', answer: pageOf(MedicationView), of: { id: 'patients' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<MedicationView>> {
    return this.database.work(asker, (work) => listMedications(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'intake.write', summary: 'Record a medication; the answer says what it means for the seizure threshold', answer: MedicationView, status: 201, of: { id: 'patients' }, idempotent: true, refuses: ['409 patient-archived'] })
  add(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewMedication): Promise<MedicationView> {
    return this.database.work(asker, (work) => addMedication(work, id, body));
  }

  @Get(':medicationId')
  @Endpoint({ permission: 'clinical.read', summary: 'One medication', answer: MedicationView, of: { id: 'patients', medicationId: 'medications' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('medicationId') medicationId: string): Promise<MedicationView> {
    return this.database.work(asker, (work) => readMedication(work, id, medicationId));
  }

  @Patch(':medicationId')
  @Endpoint({ permission: 'intake.write', summary: 'Change or stop a medication, or correct its name', answer: MedicationView, of: { id: 'patients', medicationId: 'medications' }, ifMatch: true, refuses: ['409 patient-archived', '409 wrong-state'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Id('medicationId') medicationId: string, @Body() body: MedicationChange): Promise<MedicationView> {
    return this.database.work(asker, (work) => changeMedication(work, id, medicationId, asker.ifMatch, body));
  }

  @Post(':medicationId/void')
  @Endpoint({ permission: 'intake.write', summary: 'It was entered in error: it stays to be read, and nothing is concluded from it', answer: MedicationView, of: { id: 'patients', medicationId: 'medications' }, idempotent: true, refuses: ['409 wrong-state', '409 patient-archived'] })
  void(@Asker() asker: RequestAsker, @Id() id: string, @Id('medicationId') medicationId: string, @Body() body: MedicationVoid): Promise<MedicationView> {
    return this.database.work(asker, (work) => voidMedication(work, id, medicationId, body));
  }
}
