import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Proofs } from '../identity/index.js';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { checkIn, clearSession } from './check-in.service.js';
import { abortSession, completeSession } from './delivery.service.js';
import { startSession } from './start.service.js';
import { PreSessionForm } from './pre-session-form.dto.js';
import { preSessionForm } from './pre-session-form.js';
import { Abortion, AddendumView, CheckedIn, CheckIn, Clearance, Completion, NewAddendum, SessionView, Signature, Start } from './session.dto.js';
import { SignedRecord } from './signed-record.dto.js';
import { verifySignatures } from './signed-record.js';
import { addAddendum, readAddendum, signSession } from './sign-off.service.js';

const OF = { id: 'sessions' };
const MOVE = { answer: SessionView, of: OF, idempotent: true };

@ApiTags('Sessions')
@Controller('v1')
export class DeliveryController {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
  ) {}

  @Get('pre-session-form')
  @Endpoint({ permission: 'clinical.read', summary: 'What is asked before every session', answer: PreSessionForm })
  form(@Asker() asker: RequestAsker): Promise<PreSessionForm> {
    return this.database.read(asker, preSessionForm);
  }

  @Post('sessions/:id/check-in')
  @Endpoint({ ...MOVE, answer: CheckedIn, permission: 'sessions.deliver', summary: 'The pre-session check; a finding holds the session. All that the operator has to know today is in the answer', refuses: ['409 wrong-state', '409 too-early', '409 too-late', '409 course-not-active'] })
  checkIn(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: CheckIn): Promise<CheckedIn> {
    return this.database.work(asker, (work) => checkIn(work, id, body));
  }

  @Post('sessions/:id/clear')
  @Endpoint({ ...MOVE, permission: 'sessions.clear', summary: 'Answer the findings that hold a session', refuses: ['409 wrong-state', '409 cannot-be-cleared'] })
  clear(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Clearance): Promise<SessionView> {
    return this.database.work(asker, (work) => clearSession(work, id, body));
  }

  @Post('sessions/:id/start')
  @Endpoint({ ...MOVE, permission: 'sessions.deliver', summary: 'Let stimulation begin', refuses: ['409 wrong-state', '409 too-early', '409 too-late', '409 on-hold', '409 not-safe', '409 device-down', '409 device-in-use', '409 device-failed-check', '409 coil-at-limit', '409 operator-not-qualified', '409 another-in-progress', '409 all-sessions-given', '409 course-not-active', '422 reason-required'] })
  start(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Start): Promise<SessionView> {
    return this.database.work(asker, (work) => startSession(work, id, body, asker.may('sessions.clear')));
  }

  @Post('sessions/:id/complete')
  @Endpoint({ ...MOVE, permission: 'sessions.deliver', summary: 'Record what was given', refuses: ['409 wrong-state', '409 stopped-by-seizure', '422 dose-above-prescription', '422 electrodes-elsewhere', '422 nothing-given', '422 reason-required'] })
  complete(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Completion): Promise<SessionView> {
    return this.database.work(asker, (work) => completeSession(work, id, body));
  }

  @Post('sessions/:id/abort')
  @Endpoint({ ...MOVE, permission: 'sessions.deliver', summary: 'Stopped before the end; what was given counts', refuses: ['409 wrong-state', '422 dose-above-prescription', '422 electrodes-elsewhere'] })
  abort(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Abortion): Promise<SessionView> {
    return this.database.work(asker, (work) => abortSession(work, id, body));
  }

  @Post('sessions/:id/sign')
  @Endpoint({ ...MOVE, permission: 'sessions.sign', summary: 'Sign, with the password asked again', refuses: ['401 bad-credentials', '403 not-your-signature', '409 wrong-state'] })
  sign(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Signature): Promise<SessionView> {
    return this.database.work(asker, (work) => signSession(work, this.proofs, id, body, asker.roles));
  }

  @Get('sessions/:id/signatures')
  @Endpoint({ permission: 'clinical.read', summary: 'The signatures, each held against the record as it is stored now', answer: SignedRecord, of: OF })
  signatures(@Asker() asker: RequestAsker, @Id() id: string): Promise<SignedRecord> {
    return this.database.work(asker, (work) => verifySignatures(work, id));
  }

  @Post('sessions/:id/addenda')
  @Endpoint({ permission: 'sessions.sign', summary: 'Add to a record that no longer changes', answer: AddendumView, status: 201, of: OF, idempotent: true, refuses: ['409 wrong-state'] })
  addAddendum(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewAddendum): Promise<AddendumView> {
    return this.database.work(asker, (work) => addAddendum(work, id, body));
  }

  @Get('sessions/:id/addenda/:addendumId')
  @Endpoint({ permission: 'clinical.read', summary: 'One addendum', answer: AddendumView, of: { id: 'sessions', addendumId: 'session_addenda' } })
  addendum(@Asker() asker: RequestAsker, @Id() id: string, @Id('addendumId') addendumId: string): Promise<AddendumView> {
    return this.database.work(asker, (work) => readAddendum(work, id, addendumId));
  }
}
