import { defineInstrument } from './define-instrument.js';
import type { ImportantChange } from './instrument.js';
import { item } from './items.js';
import { meanOfAnswered } from './totals.js';

const SEVERITY = ['worst', 'least', 'average', 'now'];
const INTERFERENCE = ['general-activity', 'mood', 'walking', 'work', 'relations', 'sleep', 'enjoyment'];
const FEWEST_INTERFERENCE_ANSWERS = 4;

const SEVERITY_CHANGE: ImportantChange = { absolute: 2, percent: 30, source: 'Customary for severity', provenance: 'recalled' };
const INTERFERENCE_CHANGE: ImportantChange = { absolute: 1, source: 'IMMPACT, Dworkin 2008 J Pain 9:105: 1 point is minimally important', provenance: 'published' };

const INTENSITY = { anchors: '0 no pain, 10 the worst imaginable' };
const HINDRANCE = { anchors: '0 does not interfere, 10 interferes completely' };

/** Brief Pain Inventory, short form. It has two scores and no total; pain severity leads. */
export const bpiSf = defineInstrument({
  code: 'bpi-sf',
  version: '1',
  name: 'Brief Pain Inventory, short form',
  items: [
    item('worst', 'Pain at its worst, last 24 hours', 0, 10, INTENSITY),
    item('least', 'Pain at its least, last 24 hours', 0, 10, INTENSITY),
    item('average', 'Pain on average', 0, 10, INTENSITY),
    item('now', 'Pain right now', 0, 10, INTENSITY),
    item('general-activity', 'Interference with general activity', 0, 10, HINDRANCE),
    item('mood', 'Interference with mood', 0, 10, HINDRANCE),
    item('walking', 'Interference with walking', 0, 10, HINDRANCE),
    item('work', 'Interference with work, housework included', 0, 10, HINDRANCE),
    item('relations', 'Interference with relations with others', 0, 10, HINDRANCE),
    item('sleep', 'Interference with sleep', 0, 10, HINDRANCE),
    item('enjoyment', 'Interference with enjoyment of life', 0, 10, HINDRANCE),
    item('relief', 'Relief from treatment, percent', 0, 100, { scored: false, optional: true, anchors: '0 none, 100 complete' }),
  ],
  subscores: [
    { code: 'severity', name: 'Pain severity', minimum: 0, maximum: 10, direction: 'lower-is-better', importantChange: SEVERITY_CHANGE },
    { code: 'interference', name: 'Pain interference', minimum: 0, maximum: 10, direction: 'lower-is-better', importantChange: INTERFERENCE_CHANGE, watched: true },
  ],
  direction: 'lower-is-better',
  measuresChange: true,
  scoreRange: { minimum: 0, maximum: 10 },
  scoreDecimals: 2,
  scoringRule: 'Severity: mean of worst, least, average and now. Interference: mean of the seven interference items. '
    + 'There is no total; the score is severity. Shown to two decimals.',
  missingRule: 'Severity needs all four items. Interference needs at least four of seven and is the mean of those answered.',
  recallPeriods: ['last-24h'],
  cutOffSets: [],
  importantChange: SEVERITY_CHANGE,
  response: { percent: 30, source: 'IMMPACT, Dworkin 2008 J Pain 9:105: at least 30 % is moderate', provenance: 'published' },
  flagRules: [],
  licence: {
    status: 'permission-needed',
    holder: 'MD Anderson Cancer Center',
    note: 'Public statements of the charge for clinical practice conflict; ask the holder, per language.',
    provenance: 'secondary-source',
  },
  loinc: { panel: '77564-3', subscores: { interference: '77565-0' }, provenance: 'published' },
  citation: 'Cleeland CS, Ryan KM. Ann Acad Med Singapore 1994;23:129-138.',
  compute: (sheet) => {
    const severity = meanOfAnswered(sheet, SEVERITY, SEVERITY.length);
    const interference = meanOfAnswered(sheet, INTERFERENCE, FEWEST_INTERFERENCE_ANSWERS);
    return {
      score: severity.value,
      subscores: { severity: severity.value, interference: interference.value },
      prorated: interference.prorated,
    };
  },
});
