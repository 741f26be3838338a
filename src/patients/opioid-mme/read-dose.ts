import { NUMBER, numberOf, plainText } from './plain-text.js';

/** One dose as the record may keep it, or as a person wrote it. */
export type Dose = string | { readonly amount: number; readonly unit: 'mg' | 'mcg' | 'g' };

const PIECES = String.raw`tab(?:let)?s?|cap(?:sule)?s?|pills?`;
const FORM = String.raw`(?:${PIECES}|tabletten?|kapseln?|po|by mouth|oral(?:ly)?|er|ir|sr|xr|cr|la|extended[- ]release|immediate[- ]release|retard)`;
const ONE_DOSE = new RegExp(String.raw`^(?:(${NUMBER}) ?(?:x|${PIECES})(?: of| x| at)? ?)?(${NUMBER}) ?(mg|milligrams?|mcg|ug|micrograms?|g)((?: ${FORM})*)$`);

const MG_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['mg', 1],
  ['mc', 0.001],
  ['g', 1000],
]);

/**
 * The milligrams of one dose: "10 mg", "2 x 5 mg", "2 tablets of 10 mg", "0.5 g". Null for whatever leaves a doubt: a
 * range, two strengths, a volume, tablets of unknown strength.
 */
export function doseMg(dose: Dose): number | null {
  if (typeof dose !== 'string') return positive(dose.amount * (MG_PER_UNIT.get(unitOf(dose.unit)) ?? Number.NaN));
  const [, count = '1', amount, unit] = ONE_DOSE.exec(plainText(dose).replace(/[;,.]$/, '')) ?? [];
  if (amount === undefined || unit === undefined) return null;
  return positive(numberOf(count) * numberOf(amount) * (MG_PER_UNIT.get(unitOf(unit)) ?? Number.NaN));
}

function unitOf(text: string): string {
  if (text === 'g') return 'g';
  return /^(?:mcg|ug|micro)/.test(text) ? 'mc' : 'mg';
}

function positive(value: number): number | null {
  return Number.isFinite(value) && value > 0 ? value : null;
}

const PATCH_RATE = new RegExp(String.raw`(?:(${NUMBER}) ?(?:x|patch(?:es)?)(?: of| x| at)? ?)?(?<![\d.,-])(${NUMBER}) ?(?:mcg|ug|micrograms?) ?(?:/|per) ?(?:h|hr|hour|std)\b`, 'g');

/** The rates that texts about a patch mention, in micrograms an hour, all patches worn at once together. */
export function patchRatesMcgPerHour(text: string): number[] {
  return [...plainText(text).matchAll(PATCH_RATE)].map(([, count = '1', rate = '']) => numberOf(count) * numberOf(rate));
}

/** What remains of a text about a patch once the rate and the patch are taken out. */
export function withoutPatchRate(text: string): string {
  return plainText(text).replace(PATCH_RATE, ' ').replace(/\b(?:\d+ )?(?:patch(?:es)?|transdermal)\b/g, ' ').replace(/\s+/g, ' ').trim();
}
