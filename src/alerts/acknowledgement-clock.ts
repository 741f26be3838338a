import { toInstant } from '../platform/clock/clock.js';
import type { AlertSeverity } from './alert.entity.js';

/** How long an alert may stay unanswered. Design defaults: no publication sets them; a clinic changes them. */
export const DEFAULT_MINUTES = { criticalMinutes: 60, warningMinutes: 3 * 24 * 60 } as const;

/** The instant (RFC 3339) by which somebody must have answered; null for what is only for information. */
export function acknowledgementDue(rules: { readonly criticalMinutes: number; readonly warningMinutes: number }, severity: AlertSeverity, raisedMs: number): string | null {
  if (severity === 'info') return null;
  const minutes = severity === 'critical' ? rules.criticalMinutes : rules.warningMinutes;
  return toInstant(raisedMs + minutes * 60_000);
}
