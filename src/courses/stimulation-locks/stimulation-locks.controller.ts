import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Proofs } from '../../identity/index.js';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { LockClearance, LockQuery, StepAnswer, StimulationLockView } from './stimulation-lock.dto.js';
import { listLocks, readLock } from './stimulation-locks.queries.js';
import { answerStep, clearLock } from './stimulation-locks.service.js';

const OF = { id: 'stimulation_locks' };

@ApiTags('Safety')
@Controller('v1/stimulation-locks')
export class StimulationLocksController {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
  ) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'What locks all stimulation of a patient, with what is to be done', answer: pageOf(StimulationLockView) })
  list(@Asker() asker: RequestAsker, @Query() query: LockQuery): Promise<Page<StimulationLockView>> {
    return this.database.work(asker, (work) => listLocks(work, query));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinical.read', summary: 'One lock, its steps and who cleared it', answer: StimulationLockView, of: OF })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<StimulationLockView> {
    return this.database.work(asker, (work) => readLock(work, id));
  }

  @Post(':id/answer-step')
  @Endpoint({ permission: 'sessions.deliver', summary: 'Say that a step was done, or why it is not needed', answer: StimulationLockView, of: OF, idempotent: true, refuses: ['409 wrong-state'] })
  answer(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: StepAnswer): Promise<StimulationLockView> {
    return this.database.work(asker, (work) => answerStep(work, id, body));
  }

  @Post(':id/clear')
  @Endpoint({
    permission: 'sessions.clear', summary: 'Clear a patient for stimulation again; two people lift the lock', answer: StimulationLockView, of: OF, idempotent: true,
    refuses: ['401 bad-credentials', '409 steps-open', '409 already-cleared', '409 wrong-state'],
  })
  clear(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: LockClearance): Promise<StimulationLockView> {
    return this.database.work(asker, (work) => clearLock(work, this.proofs, id, body));
  }
}
