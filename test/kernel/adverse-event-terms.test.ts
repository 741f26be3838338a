import {
  ADVERSE_EVENT_ACTIONS,
  ADVERSE_EVENT_CATEGORIES,
  ADVERSE_EVENT_GRADES,
  ADVERSE_EVENT_OUTCOMES,
  ADVERSE_EVENTS,
  CAUSALITIES,
  EXPECTEDNESSES,
  immediateConsequence,
  isSeriousByDefault,
} from '../../src/sessions/adverse-event-terms/index.js';

describe('the terms', () => {
  it('have distinct kebab-case codes', () => {
    for (const codes of [ADVERSE_EVENT_CATEGORIES, CAUSALITIES, EXPECTEDNESSES, ADVERSE_EVENT_ACTIONS, ADVERSE_EVENT_OUTCOMES]) {
      expect(new Set(codes).size).toBe(codes.length);
      for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
    expect(Object.keys(ADVERSE_EVENT_GRADES)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('call a figure published only where they say by whom', () => {
    for (const { source, provenance, expected } of ADVERSE_EVENTS) {
      if (provenance === 'published') expect(source !== null && expected !== null).toBe(true);
    }
  });
});

describe('seriousness', () => {
  it.each([
    ['seizure', 1, true],
    ['seizure', undefined, true],
    ['suicide-plan-or-attempt', 1, true],
    ['scalp-burn', 2, false],
    ['scalp-burn', 3, true],
    ['scalp-burn', undefined, false],
    ['syncope', 3, false],
    ['headache', 3, false],
    ['headache', 4, true],
    ['other', 5, true],
    ['not-a-category', 1, false],
  ])('%s of grade %s: %s', (category, grade, serious) => {
    expect(isSeriousByDefault(category, grade)).toBe(serious);
  });
});

it.each([
  ['seizure', 0, 'stimulation-lock'],
  ['syncope', 0, 'decision-today'],
  ['syncope', 1, 'stimulation-lock'],
  ['mania-switch', 0, 'decision-today'],
  ['suicidality', 0, 'decision-today'],
  ['hearing-change', 0, 'pause'],
  ['headache', 3, 'none'],
])('%s after %d faints: %s', (category, earlier, consequence) => {
  expect(immediateConsequence(category, earlier)).toBe(consequence);
});
