import { allows, PERMISSIONS, ROLES } from '../../src/identity/permissions/matrix.js';

/** Written out by hand: a change of the matrix must be meant twice. `.` stands for a role that may not. */
const GOLDEN = `
  self.manage             admin clinician operator front-desk auditor
  staff.read              admin clinician operator front-desk auditor
  staff.write             admin .         .        .          .
  clinic.read             admin clinician operator front-desk auditor
  clinic.write            admin .         .        .          .
  calendar.write          admin .         operator front-desk .
  audit.read              admin .         .        .          auditor
  break-glass.review      admin .         .        .          auditor
  api-keys.write          admin .         .        .          .
  patients.read           admin clinician operator front-desk .
  patients.write          admin clinician .        front-desk .
  patients.archive        admin clinician .        .          .
  clinical.read           admin clinician operator .          .
  intake.write            .     clinician operator .          .
  screenings.review       .     clinician .        .          .
  protocols.read          admin clinician operator .          .
  protocols.write         .     clinician .        .          .
  courses.read            admin clinician operator front-desk .
  courses.write           .     clinician .        .          .
  thresholds.write        .     clinician operator .          .
  authorisations.write    admin clinician .        front-desk .
  schedule.read           admin clinician operator front-desk .
  schedule.write          .     clinician operator front-desk .
  schedule.override       .     clinician .        .          .
  sessions.deliver        .     clinician operator .          .
  sessions.clear          .     clinician .        .          .
  sessions.sign           .     clinician operator .          .
  assessments.write       .     clinician operator .          .
  assessment-plans.write  .     clinician .        .          .
  alerts.read             .     clinician operator .          .
  alerts.acknowledge      .     clinician .        .          .
  cohorts.read            admin clinician .        .          .
  exports.read            admin clinician .        .          .
  billing.read            admin clinician .        .          .
  devices.check           admin clinician operator .          .
  delivery-settings.write admin clinician .        .          .
  safety-limits.write     .     clinician .        .          .
  security.write          admin .         .        .          .
  patients.restrict       admin .         .        .          .
  patients.merge          admin .         .        .          .
  calendars.write         admin clinician operator front-desk .
  messages.read           admin .         .        front-desk .
`;

const golden = GOLDEN.trim().split('\n').map((line) => {
  const [permission = '', ...columns] = line.trim().split(/\s+/);
  return { permission, roles: columns.filter((column) => column !== '.') };
});

describe('the permission matrix', () => {
  it('has the rows that were meant, and no other', () => {
    expect(Object.keys(PERMISSIONS).sort()).toEqual(golden.map(({ permission }) => permission).sort());
  });

  it.each(golden)('$permission is held by $roles', ({ permission, roles }) => {
    expect(ROLES.filter((role) => allows([role], permission))).toEqual(roles);
  });

  it('explains every row, gives it to somebody, and to nobody twice', () => {
    for (const { allows: sentence, roles } of Object.values(PERMISSIONS)) {
      expect(sentence.length).toBeGreaterThan(8);
      expect(roles.length).toBeGreaterThan(0);
      expect(new Set(roles).size).toBe(roles.length);
    }
  });

  it('keeps clinical matters from the front desk and the auditor', () => {
    const clinical = ['clinical.read', 'intake.write', 'screenings.review', 'thresholds.write', 'sessions.deliver', 'sessions.sign', 'assessments.write', 'alerts.read', 'exports.read'];
    for (const permission of clinical) expect(allows(['front-desk', 'auditor'], permission)).toBe(false);
  });

  it('leaves prescribing, clearing and publishing to clinicians', () => {
    const others = ROLES.filter((role) => role !== 'clinician');
    for (const permission of ['courses.write', 'protocols.write', 'sessions.clear', 'screenings.review', 'alerts.acknowledge']) expect(allows(others, permission)).toBe(false);
  });
});

describe('holding several roles', () => {
  it('adds up what each may', () => {
    expect(allows(['auditor', 'operator'], 'audit.read')).toBe(true);
    expect(allows(['auditor', 'operator'], 'sessions.deliver')).toBe(true);
    expect(allows(['auditor', 'operator'], 'courses.write')).toBe(false);
  });
});

describe('nobody', () => {
  it.each(['', 'patients', 'patients.*', 'PATIENTS.READ', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])('holds the unknown permission %j', (permission) => {
    expect(allows([...ROLES], permission)).toBe(false);
  });

  it('gains anything from no role or an invented one', () => {
    for (const permission of Object.keys(PERMISSIONS)) {
      expect(allows([], permission)).toBe(false);
      expect(allows(['root', 'Admin', '__proto__', 'length', ''], permission)).toBe(false);
    }
  });
});
