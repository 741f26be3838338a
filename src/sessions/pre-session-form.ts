import { PRE_SESSION_FORM } from './pre-session-check/index.js';
import type { PreSessionForm } from './pre-session-form.dto.js';

/** The form as the reference describes it. */
export function preSessionForm(): PreSessionForm {
  return { version: PRE_SESSION_FORM.version, items: PRE_SESSION_FORM.items.map((item) => ({ ...item })) };
}
