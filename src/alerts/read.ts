/** What other rooms may read of alerts: whom a patient in danger is pointed to. */
export { namedCrisisResources, readAlertRules } from './alert-rules.service.js';
export { CrisisResource } from './alerts.dto.js';
