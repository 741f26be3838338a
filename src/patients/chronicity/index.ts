/**
 * What kind of condition it is: pain or not, chronic or not, and its codes.
 *
 * Pure. Chronic is pain for more than three calendar months (ICD-11 MG30).
 */
export { CHRONIC_AFTER_MONTHS, isChronicPain, type ConditionSpan } from './chronic.js';
export { CONDITION_CATEGORIES, isPain, type ConditionCategory } from './condition-category.js';
export { isIcd10CmShape, KNOWN_ICD_10_CM, knownIcd10Cm, type KnownCode } from './icd-10-cm.js';
export { ICD_11_SOURCE, isIcd11ChronicPain, suggestedIcd11, type Icd11Category } from './icd-11.js';
