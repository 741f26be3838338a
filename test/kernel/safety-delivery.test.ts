import {
  checkDelivery,
  clinicSafetyLimits,
  DEFAULT_SAFETY_LIMITS,
  requiredGapMinutes,
  SAFETY_RULES,
  type DeliveryFacts,
  type SafetyLimits,
} from '../../src/protocols/safety/index.js';
import { dose, brief, rules } from '../support/safety-doses.js';

describe('delivery', () => {
  const READY: DeliveryFacts = {
    modality: 'rtms',
    pulsesInDay: 3000,
    spacingIsValidated: false,
    sessionNumber: 4,
    sessionsToday: 0,
    abandonedToday: 0,
    sessionsPerDayAtMost: 1,
    minimumGapMinutes: null,
    minutesSinceLastSession: 1440,
    minutesSinceOtherKind: null,
    motorThreshold: { ageDays: 14, method: 'emg', medicationChangedSince: false, askedAgainBy: [], coil: 'figure-8', deviceId: 'a' },
    computedOutputPercentMso: 100,
    maximumOutputPercentMso: null,
    coil: 'figure-8',
    deviceId: 'a',
    prescribedIntensityPercentRmt: 120,
    chosenIntensityPercentRmt: 110,
    earProtectionConfirmed: true,
    screening: 'cleared',
    preSessionCheck: 'passed',
    treatmentConsent: true,
    offLabel: true,
    offLabelConsent: true,
    combined: false,
    combinedConsent: false,
    physicianReachable: false,
  };
  const threshold = (change: Partial<NonNullable<DeliveryFacts['motorThreshold']>>): Partial<DeliveryFacts> =>
    READY.motorThreshold ? { motorThreshold: { ...READY.motorThreshold, ...change } } : {};
  const found = (change: Partial<DeliveryFacts>, limits?: SafetyLimits) => brief(checkDelivery({ ...READY, ...change }, limits));

  it('lets a ready session start', () => expect(found({})).toEqual([]));

  it.each<[expected: string, change: Partial<DeliveryFacts>]>([
    ['S13 override', { pulsesInDay: 3001 }],
    ['S14 hard', { pulsesInDay: 18_001, spacingIsValidated: true }],
    ['S15 hard', { sessionsToday: 1 }],
    ['S15 override', { sessionsToday: 1, abandonedToday: 1 }],
    ['S15 hard', { sessionsToday: 2, abandonedToday: 1 }],
    ['S16 hard', { minutesSinceLastSession: 14 }],
    ['S16 hard', { minutesSinceLastSession: -5 }],
    ['S16 hard', { minimumGapMinutes: 50, minutesSinceLastSession: 49.9 }],
    ['S16 hard', { minimumGapMinutes: 5, minutesSinceLastSession: 14 }],
    ['S16 hard', { modality: 'itbs', minutesSinceLastSession: 49 }],
    ['S16 override', { minutesSinceOtherKind: 9 }],
    ['S17 hard', { computedOutputPercentMso: 100.8 }],
    ['S18 hard', { maximumOutputPercentMso: 80, computedOutputPercentMso: 81 }],
    ['S19 hard', { motorThreshold: null, computedOutputPercentMso: null }],
    ['S20 override', threshold({ ageDays: 15 })],
    ['S20 override', threshold({ ageDays: -1 })],
    ['S20 override', threshold({ ageDays: Number.NaN })],
    ['S20 override', threshold({ medicationChangedSince: true })],
    ['S20 override', threshold({ askedAgainBy: ['gap-between-sessions'] })],
    ['S20 override', threshold({ askedAgainBy: ['seizure-or-faint', 'lost-sleep'] })],
    ['S21 warn', threshold({ method: 'visual' })],
    ['S22 hard', { coil: 'h1' }],
    ['S22 override', { coil: 'circular' }],
    ['S22 override', { deviceId: 'b' }],
    ['S23 hard', { chosenIntensityPercentRmt: 120.5 }],
    ['S24 hard', { earProtectionConfirmed: false }],
    ['S25 hard', { screening: 'missing' }],
    ['S25 hard', { screening: 'expired' }],
    ['S25 hard', { screening: 'needs-review' }],
    ['S25 hard', { screening: 'contraindicated' }],
    ['S26 hard', { preSessionCheck: 'missing' }],
    ['S26 hard', { preSessionCheck: 'held' }],
    ['S27 hard', { offLabelConsent: false }],
    ['S28 warn', { sessionNumber: 3 }],
    ['treatment-consent hard', { treatmentConsent: false }],
    ['combined-consent hard', { combined: true }],
  ])('%s for %j', (expected, change) => expect(found(change)).toEqual([expected]));

  it.each<Partial<DeliveryFacts>>([
    { minutesSinceLastSession: null },
    { minutesSinceOtherKind: 15 },
    { earProtectionConfirmed: null },
    { minutesSinceLastSession: 15 },
    { modality: 'itbs', minutesSinceLastSession: 50 },
    { maximumOutputPercentMso: 80, computedOutputPercentMso: 80 },
    { sessionsToday: 9, sessionsPerDayAtMost: 10 },
    { preSessionCheck: 'cleared' },
    { offLabel: false, offLabelConsent: false },
    { combined: true, combinedConsent: true },
    { coil: null, deviceId: null },
    { physicianReachable: true, sessionNumber: 1 },
    { modality: 'tdcs', motorThreshold: null, computedOutputPercentMso: null, earProtectionConfirmed: false },
  ])('finds nothing in %j', (change) => expect(found(change)).toEqual([]));

  it('says both when the stimulator and the device maximum are passed', () => {
    expect(found({ computedOutputPercentMso: 100.8, maximumOutputPercentMso: 80 })).toEqual(['S17 hard', 'S18 hard']);
  });

  it('takes a clinic its own limits', () => {
    expect(found(threshold({ ageDays: 8 }), clinicSafetyLimits({ thresholdAgeDays: 7 }))).toEqual(['S20 override']);
    expect(requiredGapMinutes({ modality: 'rtms', minimumGapMinutes: null }, clinicSafetyLimits({ gapMinutes: 20 }))).toBe(20);
  });
});

describe('clinicSafetyLimits', () => {
  it('says whose number it is', () => {
    expect(clinicSafetyLimits({ pulsesPerDay: 4000 }).pulsesPerDay).toMatchObject({ value: 4000, source: 'Set by the clinic' });
    expect(clinicSafetyLimits({})).toEqual(DEFAULT_SAFETY_LIMITS);
    expect(rules(dose(10, 5, 80, { trains: 61 }), clinicSafetyLimits({ pulsesPerDay: 4000 }))).toEqual([]);
  });

  it.each([{ pulsesPerDay: 0 }, { thresholdAgeDays: Number.NaN }, { pulsesPerDayAtMost: 20_000 }, { thetaBurstIntensityPercentRmt: 130 }, { gapMinutes: 10 }])('refuses %j', (own) => {
    expect(() => clinicSafetyLimits(own)).toThrow(RangeError);
  });
});

describe('the list of rules', () => {
  it('has S01 to S30 once each, in order, with a title and a source', () => {
    const codes = SAFETY_RULES.map(({ code }) => code);
    expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`));
    // After them the consents, a course's length, and those of one modality by its name.
    expect(codes.slice(30, 32)).toEqual(['treatment-consent', 'combined-consent']);
    expect(codes.slice(32).every((code) => /^(course-length$|(single-pulse|itbs|ctbs|tdcs|neurofeedback)-)/.test(code))).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { title, source, moments } of SAFETY_RULES) expect([title.length > 10, source.length > 5, moments.length > 0]).toEqual([true, true, true]);
  });
});
