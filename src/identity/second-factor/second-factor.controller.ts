import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../../platform/http/route.js';
import { Proofs, requireFreshProof } from '../proof.service.js';
import { CodeConfirmation, EnrolmentView, ProofRequest, RecoveryCodesView, SecondFactorView } from './second-factor.dto.js';
import { factorOf, isDemanded } from './factors.queries.js';
import { SecretBox } from './secret-box.js';
import { confirmEnrolment, disable, enrol, renewRecoveryCodes } from './second-factor.service.js';

const WANTS_PROOF = ['403 confirmation-required', '429 too-many-attempts'];

/** One's own second factor: a time-based one-time code (RFC 6238), with recovery codes for the day the phone is lost. */
@ApiTags('Identity')
@Controller('v1/auth/mfa')
export class SecondFactorController {
  constructor(
    private readonly database: Database,
    private readonly proofs: Proofs,
    @Inject(SecretBox) private readonly box: SecretBox,
  ) {}

  @Get()
  @Endpoint({ permission: 'self.manage', summary: 'Whether one’s second factor is set up', answer: SecondFactorView })
  state(@Asker() asker: RequestAsker): Promise<SecondFactorView> {
    return this.database.read(asker, async (reader) => {
      const factor = await factorOf(reader, asker.staffId);
      return { enabled: factor?.confirmed ?? false, required: await isDemanded(reader, asker.staffId), recoveryCodesLeft: factor?.recoveryCodesLeft ?? 0 };
    });
  }

  @Post('enrol')
  @Endpoint({ permission: 'self.manage', summary: 'Begin to set up a second factor', answer: EnrolmentView, refuses: ['409 second-factor-exists', '409 second-factor-unavailable', ...WANTS_PROOF] })
  enrol(@Asker() asker: RequestAsker): Promise<EnrolmentView> {
    return this.database.work(asker, async (work) => {
      await requireFreshProof(work, asker.sessionId);
      return enrol(work, this.box, asker.staffId);
    });
  }

  @Post('confirm')
  @Endpoint({ permission: 'self.manage', summary: 'Set it up with a first code; every other login of one’s own ends', answer: RecoveryCodesView, refuses: ['401 bad-credentials', '409 no-second-factor', '409 second-factor-exists', '429 too-many-attempts'] })
  confirm(@Asker() asker: RequestAsker, @Body() { otp }: CodeConfirmation): Promise<RecoveryCodesView> {
    return this.database.work(asker, (work) => confirmEnrolment(work, this.box, asker.staffId, asker.sessionId ?? '', otp));
  }

  @Post('recovery-codes')
  @Endpoint({ permission: 'self.manage', summary: 'Make new recovery codes; the old ones are void', answer: RecoveryCodesView, refuses: ['401 bad-credentials', '409 no-second-factor', ...WANTS_PROOF] })
  renew(@Asker() asker: RequestAsker, @Body() proof: ProofRequest): Promise<RecoveryCodesView> {
    return this.database.work(asker, async (work) => {
      await this.proofs.requireNowOrFresh(work, asker.sessionId, proof);
      return renewRecoveryCodes(work, asker.staffId);
    });
  }

  @Post('disable')
  @Endpoint({ permission: 'self.manage', summary: 'Do without a second factor', refuses: ['401 bad-credentials', '409 no-second-factor', '409 second-factor-required', ...WANTS_PROOF] })
  disable(@Asker() asker: RequestAsker, @Body() proof: ProofRequest): Promise<void> {
    return this.database.work(asker, async (work) => {
      await this.proofs.requireNowOrFresh(work, asker.sessionId, proof);
      await disable(work, asker.staffId);
    });
  }
}
