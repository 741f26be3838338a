/**
 * The tenant and what it owns: the clinic with its zone and opening hours, closures, rooms and devices.
 *
 * Verbs: `openClinic`, `addRoom`, `addDevice`. All wall-clock times are in the clinic's IANA zone. A device out of
 * service keeps its history; a motor threshold belongs to one device.
 */
export { ClinicsModule } from './clinics.module.js';
export { countCoilUse } from './coils.service.js';
export { openClinic } from './clinic.service.js';
export { addDevice, addRoom } from './resources.service.js';
export { MODALITIES } from './resources.dto.js';
