import { OneOf } from '../../../platform/http/fields.js';
import { THEMES, type Theme } from '../../pictures/svg.js';
import { OutcomesQuery } from '../cohort.dto.js';

export const COHORT_PICTURES = ['forest', 'responder-curve', 'waterfall'] as const;
export type CohortPicture = (typeof COHORT_PICTURES)[number];

export class CohortPictureQuery extends OutcomesQuery {
  @OneOf(COHORT_PICTURES, { description: '`forest`: mean change of each group with its interval; `responder-curve`: what share improved by at least so much; `waterfall`: improvements from best to worst.' }) picture: CohortPicture;
  @OneOf(THEMES, { optional: true, description: '`light` unless told.' }) theme?: Theme;
}
