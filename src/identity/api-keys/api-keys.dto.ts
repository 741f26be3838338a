import { Instant, SomeOf, Text, Uuid } from '../../platform/http/fields.js';
import { PERMISSIONS, type Permission } from '../permissions/matrix.js';

/** What no machine may do in somebody's name: accounts, keys, security, judgement of others and signatures belong to people. */
const FOR_PEOPLE: readonly Permission[] = ['self.manage', 'staff.write', 'security.write', 'api-keys.write', 'break-glass.review', 'sessions.sign'];
export const KEY_PERMISSIONS = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => !FOR_PEOPLE.includes(permission));

export class NewApiKey {
  @Text({ example: 'Referral portal' }) name: string;
  @SomeOf(KEY_PERMISSIONS, { minimumItems: 1, description: 'At most what you may do yourself.' }) permissions: Permission[];
  @Instant({ optional: true, description: 'Never, when absent.' }) expiresAt?: string;
}

export class ApiKeyView {
  @Uuid() id: string;
  @Text() name: string;
  @SomeOf(KEY_PERMISSIONS) permissions: string[];
  @Uuid({ description: 'Whom it acts for: it may do no more than they may, and nothing once their access has ended.' }) createdBy: string;
  @Instant() createdAt: string;
  @Instant({ nullable: true }) expiresAt: string | null;
  @Instant({ nullable: true, description: 'To the minute.' }) lastUsedAt: string | null;
  @Instant({ nullable: true }) revokedAt: string | null;
}

export class MadeApiKeyView extends ApiKeyView {
  @Text({ optional: true, maximum: 300, description: 'Send it as `Authorization: Bearer tms_…`. Shown this once.' }) key?: string;
}
