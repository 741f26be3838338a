import { plainText } from './plain-text.js';

/** How often as the record may keep it, or as a person wrote it. */
export type Frequency = string | { readonly timesPerDay: number } | { readonly everyHours: number };

const DAY = String.raw`(?:daily|(?:a|per|each|every) day|/ ?d(?:ay)?|taglich|am tag)`;

type Pattern = readonly [RegExp, (count: number) => number];

/** The first group, where there is one, is the count. */
const PATTERNS: readonly Pattern[] = [
  [new RegExp(`^(?:once )?${DAY}$`), () => 1],
  [/^(?:od|qd|qam|qpm|qhs|hs|mane|nocte|nightly|every (?:morning|evening|night)|(?:at|before) (?:night|bedtime)|in the (?:morning|evening))$/, () => 1],
  [new RegExp(`^(?:twice(?: ${DAY}|${DAY})|bid|bd|(?:in the )?morning and (?:evening|night))$`), () => 2],
  [new RegExp(`^(?:thrice ${DAY}|tid|tds)$`), () => 3],
  [/^(?:qid|qds)$/, () => 4],
  [new RegExp(String.raw`^(?:x ?)?(\d+) ?(?:x|times?|mal)? ?${DAY}$`), (times) => times],
  [/^(?:every|q) ?(\d+) ?(?:hours?|hrs?|h)$/, (hours) => 24 / hours],
  [/^(\d+)[- ]?hourly$/, (hours) => 24 / hours],
  [/^(?:every (?:other|second) day|(?:on )?alternate days|qod)$/, () => 1 / 2],
  [/^every third day$/, () => 1 / 3],
  [/^(?:every|q) ?(\d+) ?(?:days?|d)$/, (days) => 1 / days],
  [/^(?:once )?(?:weekly|(?:a|per|every|each) week)$/, () => 1 / 7],
];

const AS_NEEDED = /\b(?:prn|sos|as needed|as required|when needed|when required|if needed|if required|up to|max(?:imum)?|bei bedarf|bedarf)\b/;
const ROUTE_OR_MEAL = / (?:po|by mouth|oral(?:ly)?|with (?:food|meals))$/;
/** Morning, noon, evening and perhaps night, as counts of the dose: 1-0-1. */
const DAY_SCHEME = /^\d(?:-\d){2,3}$/;

export type FrequencyReading = { readonly timesPerDay: number } | 'as-needed' | 'unclear';

/**
 * Doses a day: "twice daily", "bid", "every 6 hours", "q6h", "1-0-1", "every other day". `as-needed` where the text sets
 * no schedule but a ceiling; `unclear` for anything that leaves a doubt, such as "every 4-6 hours".
 */
export function readFrequency(frequency: Frequency): FrequencyReading {
  if (typeof frequency !== 'string') return reading('everyHours' in frequency ? 24 / frequency.everyHours : frequency.timesPerDay);
  const text = plainText(frequency).replace(/\b([a-z])\.(?=[a-z]\b|$| )/g, '$1').replace(/[;,.]$/, '');
  if (AS_NEEDED.test(text)) return 'as-needed';
  const schedule = text.replace(ROUTE_OR_MEAL, '');
  if (DAY_SCHEME.test(schedule)) return reading(schedule.split('-').reduce((sum, count) => sum + Number(count), 0));
  for (const [pattern, timesPerDay] of PATTERNS) {
    const match = pattern.exec(schedule);
    if (match) return reading(timesPerDay(Number(match[1] ?? Number.NaN)));
  }
  return 'unclear';
}

/** More than hourly, or less than once in four weeks, is a slip of the pen. */
function reading(timesPerDay: number): FrequencyReading {
  return timesPerDay <= 24 && timesPerDay >= 1 / 28 ? { timesPerDay } : 'unclear';
}
