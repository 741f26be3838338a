/** Members that only clinical data has. Null, false, 0 or empty they say nothing. */
const CLINICAL_MEMBERS = new Set([
  'answers', 'score', 'total', 'severity', 'interpretation', 'change', 'response', 'remission', 'icd10', 'icd11', 'conditionId', 'medications', 'medication', 'dose', 'dailyMme', 'stimulation', 'prescribed', 'delivered',
  'tolerability', 'check', 'findings', 'overrides', 'goals', 'holds', 'intensity', 'motorThreshold', 'percentMso', 'protocol', 'protocolId', 'protocolCode', 'targetRegion', 'target', 'hemisphere', 'offLabel', 'screening',
  'adverseEvents', 'category', 'causality', 'addenda', 'note', 'notes', 'rationale', 'pulsesDelivered', 'adjuncts', 'chronic', 'measures', 'items_of_measure', 'changes',
]);

/** What every clinic has alike: forms, catalogues, settings, machines; and one's own account. They name topics, and nobody's answers. */
export const REFERENCE_ROUTES = /^\/v1\/(screening-form|pre-session-form|outcome-measures|delivery-settings|devices|clinic|auth|me|self-report|permissions)/;

/** Clinical members with something in them, by their place. */
export function clinicalIn(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => clinicalIn(one, `${at}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    // How somebody wants to be called is for whoever calls.
    if (name === 'contactPreferences') return [];
    const says = inner !== null && inner !== false && inner !== 0 && inner !== '' && !(Array.isArray(inner) && inner.length === 0);
    return [...(CLINICAL_MEMBERS.has(name) && says ? [`${at}/${name}`] : []), ...clinicalIn(inner, `${at}/${name}`)];
  });
}
