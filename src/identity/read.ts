/** What other rooms may read of staff, and of what an asker may see. */
import { sql } from '../platform/database/sql.js';
import type { Reader } from '../platform/database/work.js';

export { keysNow } from './api-keys/key-holder.js';
export { standingLogins } from './session-check.js';
export { sightOf, type Sight } from './permissions/sight.js';

export interface StaffMemberFacts {
  id: string;
  displayName: string;
  roles: string[];
  active: boolean;
}

/** Everyone who works here, active ones only unless told. */
export function staffWithRole(reader: Reader, role: string): Promise<StaffMemberFacts[]> {
  return reader.many<StaffMemberFacts>(sql`
    select id, display_name as "displayName", roles, true as active from staff
    where clinic_id = ${reader.actor.clinicId} and deactivated_at is null and ${role} = any(roles) order by id`);
}
