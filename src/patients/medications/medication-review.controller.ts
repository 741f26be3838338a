import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { MedicationReviewView } from './medication-review.dto.js';
import { reviewMedications } from './medication-review.service.js';

@ApiTags('Patients')
@Controller('v1/patients/:id/medication-review')
export class MedicationReviewController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'All that a patient takes, taken together: seizure threshold and daily opioids', answer: MedicationReviewView, of: { id: 'patients' } })
  review(@Asker() asker: RequestAsker, @Id() id: string): Promise<MedicationReviewView> {
    return this.database.work(asker, (work) => reviewMedications(work, id));
  }
}
