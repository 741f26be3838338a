/**
 * After a seizure, or a second faint, nobody stimulates the patient: not in any course, from any client, until everything
 * on the list is done and two named people have cleared it.
 */
export { lockStimulation, queueForStimulation } from './stimulation-locks.service.js';
export { WORKFLOWS, type LockCause, type WorkflowStep } from './workflow.js';
