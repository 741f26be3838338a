/** What the service may do with the rows of a table; nothing else is granted, and DELETE only where it is named. */
export type Grant = 'select' | 'insert' | 'update' | 'delete';

/**
 * Row level security of a clinic's table, forced on its owner too: no setting, no rows; another clinic, no rows. The
 * service's role gets exactly the named rights.
 */
export function tenantTable(table: string, grants: readonly Grant[]): string {
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy ${table}_of_clinic on ${table} using (clinic_id = app_clinic_id()) with check (clinic_id = app_clinic_id());
    grant ${grants.join(', ')} on ${table} to tms_service;
  `;
}

/** Rows that are written once: no role, not even the owner, changes or deletes them. */
export function appendOnly(table: string): string {
  return `
    create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_change();
    create trigger ${table}_never_truncated before truncate on ${table} for each statement execute function refuse_change();
  `;
}
