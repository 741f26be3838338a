/**
 * What somebody must look at: suicidality, seizure, deterioration and the like.
 *
 * Verb: `raiseAlert`, in the transaction of what it tells of. It stands below the patients' room, so that every room that
 * learns of a danger can raise one. An alert is answered once, with a note, by a clinician; `resolveAlerts` settles those whose
 * reason is gone, which is never done for suicidality.
 */
export { resolveAlerts, restateAlert } from './alert-outcomes.js';
export { AlertsModule } from './alerts.module.js';
export { raiseAlert, type NewAlert } from './alerts.service.js';
