import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type Reply, type RequestAsker } from '../../platform/http/route.js';
import { BillingQuery, BillingView } from './billing.dto.js';
import { billingCsv, billingOf } from './billing.service.js';

@ApiTags('Billing')
@Controller('v1')
export class BillingController {
  constructor(private readonly database: Database) {}

  @Get('sessions/:id/billing')
  @Endpoint({ permission: 'billing.read', summary: 'The procedure code that the record supports, why, or what is missing: support, not advice', answer: BillingView, of: { id: 'sessions' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<BillingView> {
    return this.database.work(asker, (work) => billingOf(work, id));
  }

  @Get('exports/billing.csv')
  @Endpoint({ permission: 'billing.read', summary: 'Delivered sessions with their codes, for the billing system: support, not advice', media: 'text/csv' })
  async csv(@Asker() asker: RequestAsker, @Query() query: BillingQuery, @Res() reply: Reply): Promise<void> {
    const text = await this.database.work(asker, (work) => billingCsv(work, query));
    void reply.header('Content-Type', 'text/csv; charset=utf-8').header('Content-Disposition', `attachment; filename="billing-${query.from}-${query.to}.csv"`).send(text);
  }
}
