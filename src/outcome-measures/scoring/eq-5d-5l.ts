import { given } from './answers.js';
import { defineInstrument } from './define-instrument.js';
import { DEFAULT_VALUE_SET, DIMENSIONS, indexOf, VALUE_SETS, type ValueSet } from './eq-5d-value-sets.js';
import type { ImportantChange, Instrument } from './instrument.js';
import { item } from './items.js';

const LEVELS = { anchors: '1 no problem, 5 unable or extreme' };
const WORST = DIMENSIONS.map(() => 5);
/** Of everything but the values; an index by other values is a series of its own. */
const VERSION = '1';
const INDEX_CHANGE: ImportantChange = { absolute: 0.06, source: 'Published estimates run from 0.04 to 0.08', provenance: 'recalled' };
const THERMOMETER_CHANGE: ImportantChange = { absolute: 10, source: 'Published estimates run from about 7 to 10', provenance: 'recalled' };

/**
 * EQ-5D-5L: five dimensions that make an index by a country's value set, and a thermometer of health.
 *
 * @param set which values make the score; the version names them
 */
export const eq5d5lWith = (set: ValueSet): Instrument => defineInstrument({
  code: 'eq-5d-5l',
  version: set === DEFAULT_VALUE_SET ? VERSION : `${VERSION}+${set.code}/${set.version}`,
  name: 'EQ-5D-5L',
  items: [
    item('mobility', 'Mobility', 1, 5, LEVELS),
    item('self-care', 'Self-care', 1, 5, LEVELS),
    item('usual-activities', 'Usual activities', 1, 5, LEVELS),
    item('pain', 'Pain or discomfort', 1, 5, LEVELS),
    item('anxiety', 'Anxiety or depression', 1, 5, LEVELS),
    item('vas', 'Health today, thermometer', 0, 100, { scored: false, optional: true, anchors: '0 worst, 100 best' }),
  ],
  subscores: [
    { code: 'index-us', name: 'Index, United States', minimum: -0.573, maximum: 1, direction: 'higher-is-better', importantChange: INDEX_CHANGE },
    { code: 'index-england', name: 'Index, England', minimum: -0.285, maximum: 1, direction: 'higher-is-better', importantChange: INDEX_CHANGE },
    { code: 'index-germany', name: 'Index, Germany', minimum: -0.661, maximum: 1, direction: 'higher-is-better', importantChange: INDEX_CHANGE },
    { code: 'vas', name: 'Health today', minimum: 0, maximum: 100, direction: 'higher-is-better', importantChange: THERMOMETER_CHANGE, watched: true },
  ],
  direction: 'higher-is-better',
  measuresChange: true,
  scoreRange: { minimum: indexOf(set, WORST), maximum: 1 },
  scoreDecimals: 3,
  scoringRule: 'Index = 1 less the decrement of every level above 1 (and the constant of the value set, where it has one, from any state but 11111). '
    + 'The score is the index by the value set that is told or that the clinic chose (us unless it did); those that the product brings are among the subscores.',
  missingRule: 'Any missing dimension: no index. The thermometer stands alone.',
  recallPeriods: ['today'],
  valueSets: VALUE_SETS.map(({ code }) => code),
  valueSet: { code: set.code, version: set.version, name: set.name, country: set.country, source: set.source },
  profileItems: DIMENSIONS,
  cutOffSets: [],
  importantChange: INDEX_CHANGE,
  flagRules: [],
  licence: { status: 'permission-needed', holder: 'EuroQol Research Foundation', note: 'Register the use with EuroQol.', provenance: 'recalled' },
  citation: 'Herdman M et al. Qual Life Res 2011;20:1727-1736; Pickard AS et al. Value Health 2019;22:931-941.',
  compute: (sheet) => {
    const levels = given(sheet, DIMENSIONS);
    const known = levels.length === DIMENSIONS.length;
    const indices = VALUE_SETS.map((one) => [`index-${one.code}`, known ? indexOf(one, levels) : null] as const);
    return { score: known ? indexOf(set, levels) : null, subscores: { ...Object.fromEntries(indices), vas: sheet.get('vas') ?? null } };
  },
});

export const eq5d5l = eq5d5lWith(DEFAULT_VALUE_SET);
