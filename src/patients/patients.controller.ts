import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { listDemographics } from './demographics-history.js';
import { MergedPatientView, PatientMerge } from './merge.dto.js';
import { mergePatient, sawPreview } from './merge.service.js';
import { DemographicsView, NewPatient, PatientChange, PatientQuery, PatientView } from './patient.dto.js';
import { listPatients } from './patients.queries.js';
import { archivePatient, changePatient, patientView, readPatient, registerPatient } from './patients.service.js';

@ApiTags('Patients')
@Controller('v1/patients')
export class PatientsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'patients.read', summary: 'Patients by name, or found by `q`', answer: pageOf(PatientView) })
  list(@Asker() asker: RequestAsker, @Query() query: PatientQuery): Promise<Page<PatientView>> {
    return this.database.read(asker, (reader) => listPatients(reader, query));
  }

  @Post()
  @Endpoint({ permission: 'patients.write', summary: 'Register a patient', answer: PatientView, status: 201, idempotent: true, refuses: ['409 duplicate-mrn'] })
  register(@Asker() asker: RequestAsker, @Body() body: NewPatient): Promise<PatientView> {
    return this.database.work(asker, (work) => registerPatient(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'patients.read', summary: 'One patient', answer: PatientView, of: { id: 'patients' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<PatientView> {
    return this.database.work(asker, (work) => readPatient(work, id));
  }

  @Patch(':id')
  @Endpoint({ permission: 'patients.write', summary: 'Change demographics', answer: PatientView, of: { id: 'patients' }, ifMatch: true, refuses: ['409 duplicate-mrn', '409 patient-archived'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: PatientChange): Promise<PatientView> {
    return this.database.work(asker, (work) => changePatient(work, id, asker.ifMatch, body));
  }

  @Post(':id/archive')
  @Endpoint({ permission: 'patients.archive', summary: 'Take a patient out of the daily lists; the record stays', answer: PatientView, of: { id: 'patients' }, idempotent: true, refuses: ['409 wrong-state', '409 course-active'] })
  archive(@Asker() asker: RequestAsker, @Id() id: string): Promise<PatientView> {
    return this.database.work(asker, (work) => archivePatient(work, id));
  }

  @Post(':id/merge')
  @Endpoint({ permission: 'patients.merge', summary: 'Two records of one person become one: everything of this one goes to the other; a dry run tells what would', answer: MergedPatientView, of: { id: 'patients' }, idempotent: true, refuses: ['409 merge-conflict', '409 patient-archived'] })
  async merge(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: PatientMerge): Promise<MergedPatientView> {
    if (!body.dryRun) return this.database.work(asker, (work) => mergePatient(work, id, body));
    const preview = await this.database.rehearse(asker, (work) => mergePatient(work, id, body));
    return this.database.work(asker, (work) => {
      sawPreview(work, id, body);
      return Promise.resolve(preview);
    });
  }

  @Get(':id/demographics')
  @Endpoint({ permission: 'patients.read', summary: 'Demographics as they were, newest first', answer: pageOf(DemographicsView), of: { id: 'patients' } })
  history(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<DemographicsView>> {
    return this.database.work(asker, async (work) => {
      await patientView(work, id);
      return listDemographics(work, id, query);
    });
  }
}
