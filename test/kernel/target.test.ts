import { targetWarnings, type PlannedTarget } from '../../src/courses/target/index.js';

describe('a target', () => {
  const native = { x: -37, space: 'native' };
  it.each<[string, PlannedTarget, string, string, string[]]>([
    ['the hotspot of the hand for the motor cortex', { method: 'motor-hotspot' }, 'M1', 'left', []],
    ['the hotspot for the prefrontal cortex', { method: 'motor-hotspot' }, 'DLPFC', 'left', ['method-of-another-target']],
    ['Beam F3 for the motor cortex', { method: 'beam-f3' }, 'M1', 'left', ['method-of-another-target', 'beam-f3-unmeasured']],
    ['five centimetres', { method: 'five-cm' }, 'DLPFC', 'left', ['fixed-distance']],
    ['six centimetres', { method: 'six-cm' }, 'DLPFC', 'left', ['fixed-distance']],
    ['Beam F3 with what the calculator gave', { method: 'beam-f3', headMeasures: { xCentimetres: 6.4, yCentimetres: 9.1 } }, 'DLPFC', 'left', []],
    ['a position without a name', { method: 'eeg-10-20' }, 'M1', 'left', ['position-unnamed']],
    ['C3', { method: 'eeg-10-20', position: 'C3' }, 'M1', 'left', []],
    ['navigation to nowhere', { method: 'neuronavigation' }, 'DLPFC', 'left', ['coordinates-missing']],
    ['navigation on the patient’s own image', { method: 'neuronavigation', coordinates: native }, 'M1', 'left', []],
    ['the mean hand area of a template', { method: 'neuronavigation', coordinates: { x: -37, space: 'talairach' } }, 'M1', 'left', ['template-motor-cortex']],
    ['a prefrontal target on the other side', { method: 'functional-connectivity', coordinates: { x: 42, space: 'mni152' } }, 'DLPFC', 'left', ['coordinates-other-side']],
    ['the same for the right', { method: 'neuronavigation', coordinates: { x: 42, space: 'mni152' } }, 'DLPFC', 'right', []],
    ['S2 by the scalp', { method: 'eeg-10-20', position: 'C4' }, 'S2', 'right', ['needs-individual-image']],
  ])('%s', (_name, target, region, hemisphere, codes) => {
    const found = targetWarnings(target, region, hemisphere);
    expect(found.map(({ code }) => code)).toEqual(codes);
    for (const { message, source } of found) expect([message.length > 20, source.length > 5]).toEqual([true, true]);
  });
});
