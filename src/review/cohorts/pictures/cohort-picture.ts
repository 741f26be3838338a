import { seen } from '../../../audit/index.js';
import type { Work } from '../../../platform/database/work.js';
import type { Picture } from '../../pictures/svg.js';
import { divisionOf } from '../asked-groups.js';
import { distributions } from '../distribution.js';
import { askedMeasure, outcomesAndWhole, questionOf } from '../outcomes.js';
import type { CohortPictureQuery } from './cohort-pictures.dto.js';
import { forestPicture } from './forest-picture.js';
import { responderCurve } from './responder-curve.js';
import { waterfallPicture } from './waterfall-picture.js';

/** As many as can be told apart on paper. */
const MOST_BLOCKS = 80;

/** Draws one of the pictures of a cohort from what may be shown of it. */
export async function cohortPicture(work: Work, { picture, theme = 'light', ...query }: CohortPictureQuery): Promise<Picture> {
  if (picture === 'forest') {
    const { outcomes, whole } = await outcomesAndWhole(work, query);
    return forestPicture(outcomes, whole, theme);
  }
  const { instrument, moment } = askedMeasure(query);
  const division = divisionOf(query);
  const found = await distributions(work, await questionOf(work, query.measure, moment, division), instrument, division, MOST_BLOCKS);
  seen(work, { action: 'cohort.read', subject: { type: 'cohort' } });
  const draw = picture === 'waterfall' ? waterfallPicture : responderCurve;
  return draw(found, instrument.name, moment.inWords, theme);
}
