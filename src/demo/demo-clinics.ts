import type { NewDevice } from '../clinics/resources.dto.js';

const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '18:00' }));
const device = (name: string): NewDevice => ({ name, manufacturer: 'Example Medical', model: 'Figure-8 stimulator', modalities: ['rtms', 'itbs', 'ctbs', 'single-pulse'] });

export const DEMO_CLINICS = [
  {
    id: '01900000-0000-7000-8000-000000000001',
    name: 'Harbour Pain Clinic',
    domain: 'harbour.example',
    timeZone: 'America/New_York',
    openingHours: weekdays,
    slotMinutes: 15,
    turnoverMinutes: 10,
    rooms: ['Room 1', 'Room 2'],
    devices: [device('Stimulator 1'), device('Stimulator 2')],
  },
  {
    id: '01900000-0000-7000-8000-000000000002',
    name: 'Linden Neurology',
    domain: 'linden.example',
    timeZone: 'Europe/Berlin',
    openingHours: weekdays,
    slotMinutes: 15,
    turnoverMinutes: 10,
    rooms: ['Raum 1', 'Raum 2'],
    devices: [device('Stimulator A'), device('Stimulator B')],
  },
];
export type DemoClinic = (typeof DEMO_CLINICS)[number];

export const DEMO_STAFF = [
  { name: 'admin', displayName: 'Avery Admin', roles: ['admin'] },
  { name: 'clinician', displayName: 'Dr Casey Clinician', roles: ['clinician'] },
  { name: 'clinician2', displayName: 'Dr Cameron Clinician', roles: ['clinician'] },
  { name: 'operator', displayName: 'Oakley Operator', roles: ['operator'] },
  { name: 'operator2', displayName: 'Ocean Operator', roles: ['operator'] },
  { name: 'front-desk', displayName: 'Frankie Desk', roles: ['front-desk'] },
  { name: 'auditor', displayName: 'Aubrey Auditor', roles: ['auditor'] },
] as const;
