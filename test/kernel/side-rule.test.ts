import { sideFinding, sideToStimulate, type Hemisphere, type HemisphereRule, type PainSide } from '../../src/courses/side-rule/index.js';

// Trials on fibromyalgia: left M1 for pain on both sides, in the axis, everywhere.
it.each<[HemisphereRule, PainSide | null, Hemisphere]>([
  ['contralateral-to-pain', 'right', 'left'],
  ['contralateral-to-pain', 'left', 'right'],
  ['contralateral-to-pain', 'bilateral', 'left'],
  ['contralateral-to-pain', 'midline', 'left'],
  ['contralateral-to-pain', null, 'left'],
  ['left', 'left', 'left'],
  ['right', 'right', 'right'],
  ['bilateral', 'left', 'bilateral'],
  ['midline', null, 'midline'],
])('%s with pain %s stimulates %s', (rule, painSide, hemisphere) => {
  expect(sideToStimulate(rule, painSide)).toBe(hemisphere);
});

describe('S29', () => {
  const contralateral = { rule: 'contralateral-to-pain' } as const;

  it.each<[string, Parameters<typeof sideFinding>[0], string | null]>([
    ['opposite to the pain', { ...contralateral, hemisphere: 'left', painSide: 'right' }, null],
    ['the pain’s own side', { ...contralateral, hemisphere: 'left', painSide: 'left' }, 'left'],
    ['the pain’s own side, right', { ...contralateral, hemisphere: 'right', painSide: 'right' }, 'right'],
    ['both sides for one-sided pain', { ...contralateral, hemisphere: 'bilateral', painSide: 'right' }, 'bilateral'],
    ['unknown side', { ...contralateral, hemisphere: 'left', painSide: null }, 'missing'],
    ['pain everywhere', { ...contralateral, hemisphere: 'left', painSide: null, widespread: true }, null],
    ['pain on both sides', { ...contralateral, hemisphere: 'left', painSide: 'bilateral' }, null],
    ['pain on both sides, right chosen', { ...contralateral, hemisphere: 'right', painSide: 'bilateral' }, null],
    ['a fixed side kept', { rule: 'left', hemisphere: 'left', painSide: 'left' }, null],
    ['a fixed side left', { rule: 'left', hemisphere: 'right', painSide: null }, 'right'],
  ])('%s', (_, plan, actual) => {
    const finding = sideFinding(plan);
    expect(finding?.actual ?? null).toBe(actual);
    if (finding) expect(finding).toMatchObject({ rule: 'S29', severity: 'override' });
  });

  it('never finds fault with its own choice where the side is known', () => {
    for (const rule of ['left', 'right', 'bilateral', 'midline', 'contralateral-to-pain'] as const) {
      for (const painSide of ['left', 'right', 'bilateral', 'midline'] as const) {
        expect(sideFinding({ rule, painSide, hemisphere: sideToStimulate(rule, painSide) })).toBeNull();
      }
    }
  });
});
