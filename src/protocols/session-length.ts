import { conflict } from '../platform/errors/refusal.js';
import { doseMinutes, type Stimulation, type TimedDose } from './dose/index.js';
import type { ProtocolView } from './protocol.dto.js';

/** A session that ends before its dose contradicts itself; a draft may say so while it is being written. @throws Refusal 409 `shorter-than-dose` */
export function refuseShorterThanDose({ modality, stimulation, blocks, pauseBetweenBlocksSeconds, parameters, training, sessionMinutes }: ProtocolView): void {
  const given = (blocks as TimedDose['blocks'] | null) ?? (stimulation ? [{ modality, stimulation: stimulation as Stimulation }] : []);
  const takes = doseMinutes({ modality, blocks: given, pauseBetweenBlocksSeconds, parameters: parameters ?? training });
  if (sessionMinutes >= takes) return;
  throw conflict('shorter-than-dose', `The dose of one session takes ${takes} minutes, and the protocol gives it ${sessionMinutes}; draft a version that is long enough.`, {
    doseMinutes: takes,
    errors: [{ pointer: '/sessionMinutes', code: 'shorter-than-dose', message: `must be ${takes} or more: so many minutes does the dose of one session take` }],
  });
}
