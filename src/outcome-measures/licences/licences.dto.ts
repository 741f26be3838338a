import { Instant, NestedList, Text, Uuid } from '../../platform/http/fields.js';

export class NewLicenceStatement {
  @Text({ minimum: 3, maximum: 500, description: 'Contract, registration or letter by which the clinic may use the measure.' }) reference: string;
}

export class LicenceStatementView extends NewLicenceStatement {
  @Uuid() id: string;
  @Text({ maximum: 60 }) measure: string;
  @Instant() statedAt: string;
  @Uuid({ nullable: true }) statedBy: string | null;
  @Instant({ nullable: true }) withdrawnAt: string | null;
}

export class LicenceStatementList {
  @NestedList(() => LicenceStatementView) items: LicenceStatementView[];
  @Text({ nullable: true }) nextCursor: string | null;
}
