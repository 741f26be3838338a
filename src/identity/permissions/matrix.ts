/** A staff member may hold several roles. */
export const ROLES = ['admin', 'clinician', 'operator', 'front-desk', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

interface Rule {
  /** What the permission lets someone do, in the words of the reference. */
  readonly allows: string;
  readonly roles: readonly Role[];
}

const EVERYONE = ROLES;
const STAFF: readonly Role[] = ['admin', 'clinician', 'operator', 'front-desk'];
const CLINICAL: readonly Role[] = ['clinician', 'operator'];
const DESK: readonly Role[] = ['clinician', 'operator', 'front-desk'];

/**
 * Who may do what: the only place where that is decided. Every route names one row. `clinical.read` also decides, inside
 * routes that the front desk shares, whether clinical fields are in the answer at all.
 */
export const PERMISSIONS = {
  'self.manage': { allows: 'see and secure one’s own account', roles: EVERYONE },
  'staff.read': { allows: 'see who works here', roles: EVERYONE },
  'staff.write': { allows: 'invite, change and deactivate staff', roles: ['admin'] },
  'clinic.read': { allows: 'see the clinic’s hours, rooms and devices', roles: EVERYONE },
  'clinic.write': { allows: 'set hours, closures, rooms and devices', roles: ['admin'] },
  'devices.check': { allows: 'record daily checks of devices, set when a coil is due', roles: ['admin', 'clinician', 'operator'] },
  'delivery-settings.write': { allows: 'decide what is asked before sessions and whose signatures close them', roles: ['admin', 'clinician'] },
  'calendar.write': { allows: 'set shifts, absences and device downtimes', roles: ['admin', 'operator', 'front-desk'] },
  'audit.read': { allows: 'read and verify the audit trail', roles: ['admin', 'auditor'] },
  'break-glass.review': { allows: 'say whether a restricted record was opened in need', roles: ['admin', 'auditor'] },
  'security.write': { allows: 'decide what the clinic demands of its staff beyond a password', roles: ['admin'] },
  'api-keys.write': { allows: 'make and revoke keys for machines', roles: ['admin'] },
  'patients.read': { allows: 'see names, contact data and bookings of patients', roles: STAFF },
  'patients.write': { allows: 'register patients and change their demographics', roles: ['admin', 'clinician', 'front-desk'] },
  'patients.archive': { allows: 'archive a patient', roles: ['admin', 'clinician'] },
  'patients.restrict': { allows: 'close a record to all but the patient’s own team, and open it again', roles: ['admin'] },
  'patients.merge': { allows: 'merge two records of one person', roles: ['admin'] },
  'clinical.read': { allows: 'see conditions, answers, scores, doses, notes and adverse events', roles: ['admin', 'clinician', 'operator'] },
  'intake.write': { allows: 'record conditions, medications, screening answers and consents', roles: CLINICAL },
  'screenings.review': { allows: 'decide on a screening with findings', roles: ['clinician'] },
  'protocols.read': { allows: 'see the protocol library', roles: ['admin', 'clinician', 'operator'] },
  'protocols.write': { allows: 'draft, publish and retire protocols', roles: ['clinician'] },
  'safety-limits.write': { allows: 'set the clinic’s own safety limits', roles: ['clinician'] },
  'courses.read': { allows: 'see courses (without clinical fields for the front desk)', roles: STAFF },
  'courses.write': { allows: 'prescribe, activate, pause and end courses', roles: ['clinician'] },
  'thresholds.write': { allows: 'record motor thresholds', roles: CLINICAL },
  'authorisations.write': { allows: 'record, extend, correct and void payer authorisations', roles: ['admin', 'clinician', 'front-desk'] },
  'schedule.read': { allows: 'see sessions, availability and the day board', roles: STAFF },
  'schedule.write': { allows: 'book, move and cancel sessions', roles: DESK },
  'schedule.override': { allows: 'let a session share an operator or a room with another, with a reason', roles: ['clinician'] },
  'calendars.write': { allows: 'make and revoke secret links to calendars', roles: STAFF },
  'messages.read': { allows: 'see which mail left and what became of it', roles: ['admin', 'front-desk'] },
  'sessions.deliver': { allows: 'check in, start, complete and abort sessions, record adverse events', roles: CLINICAL },
  'sessions.clear': { allows: 'clear a session that a finding holds', roles: ['clinician'] },
  'sessions.sign': { allows: 'sign sessions and add addenda', roles: CLINICAL },
  'assessments.write': { allows: 'record and correct answers to outcome measures', roles: CLINICAL },
  'assessment-plans.write': { allows: 'decide which measure is due when', roles: ['clinician'] },
  'alerts.read': { allows: 'see alerts', roles: CLINICAL },
  'alerts.acknowledge': { allows: 'answer alerts', roles: ['clinician'] },
  'cohorts.read': { allows: 'compare outcomes over groups of patients', roles: ['admin', 'clinician'] },
  'exports.read': { allows: 'export the clinic’s data', roles: ['admin', 'clinician'] },
  'billing.read': { allows: 'see which procedure codes the records support', roles: ['admin', 'clinician'] },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

/** Everything that the roles hold together. */
export const permissionsOf = (roles: readonly string[]): Permission[] => (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => allows(roles, permission));

/** Whether any of the roles holds the permission; an unknown permission is held by nobody. */
export function allows(roles: readonly string[], permission: string): boolean {
  const rule: Rule | undefined = Object.hasOwn(PERMISSIONS, permission) ? PERMISSIONS[permission as Permission] : undefined;
  return rule?.roles.some((role) => roles.includes(role)) ?? false;
}
