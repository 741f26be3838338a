import { OPIOIDS } from '../../src/patients/opioid-mme/index.js';
import { DRUG_GROUPS, raisedSeizureRisk, regimenRisk, risksIn, seizureThresholdRisk, similarListedNames } from '../../src/patients/medication-risk/index.js';

const TODAY = '2030-03-04';

describe('seizureThresholdRisk', () => {
  // Rossi 2009 Clin Neurophysiol 120:2008, lists of drugs, recalled.
  it.each(['imipramine', 'amitriptyline', 'doxepin', 'nortriptyline', 'maprotiline', 'clomipramine', 'clozapine', 'chlorpromazine', 'foscarnet', 'ganciclovir', 'ritonavir', 'amphetamine', 'cocaine', 'MDMA', 'phencyclidine', 'ketamine', 'GHB', 'alcohol', 'theophylline', 'tramadol', 'meperidine', 'pethidine'])('%s: high', (name) => {
    expect(seizureThresholdRisk(name)).toMatchObject({ level: 'high', lowersSeizureThreshold: true });
  });

  it.each(['fluoxetine', 'fluvoxamine', 'paroxetine', 'sertraline', 'citalopram', 'venlafaxine', 'duloxetine', 'mirtazapine', 'bupropion', 'reboxetine', 'mianserin', 'haloperidol', 'pimozide', 'fluphenazine', 'olanzapine', 'quetiapine', 'risperidone', 'aripiprazole', 'ziprasidone', 'imipenem', 'penicillin', 'ampicillin', 'cephalosporins', 'metronidazole', 'isoniazid', 'levofloxacin', 'chloroquine', 'mefloquine', 'cyclosporin', 'methotrexate', 'vincristine', 'chlorambucil', 'cytarabine', 'BCNU', 'lithium', 'anticholinergics', 'antihistamines', 'sympathomimetics', 'tapentadol'])('%s: moderate', (name) => {
    expect(seizureThresholdRisk(name)).toMatchObject({ level: 'moderate', lowersSeizureThreshold: true });
  });

  it.each(['carbamazepine', 'lamotrigine', 'phenytoin', 'benzodiazepines', 'diazepam', 'gabapentin'])('%s: raises the threshold', (name) => {
    expect(seizureThresholdRisk(name)).toMatchObject({ level: 'raises-threshold', lowersSeizureThreshold: false, withdrawalRisk: true });
  });

  it.each([
    ['Amitriptyline HCl 25 mg tablets', 'amitriptyline'],
    ['AMITRIPTYLIN', 'amitriptyline'],
    ['Wellbutrin XL', 'bupropion'],
    ['Bupropión', 'bupropion'],
    ['lisdexamfetamine', 'amphetamine'],
    ['ciclosporin', 'cyclosporin'],
    ['Cefalexin 500', 'cephalosporin'],
    ['Lustral', 'sertraline'],
    ['Zaldiar', 'tramadol'],
    ['Limbitrol', 'amitriptyline'],
    ['Zaponex', 'clozapine'],
    ['Forfivo XL', 'bupropion'],
    ['tramadol/paracetamol 37.5 mg/325 mg', 'tramadol'],
    ['Demerol', 'pethidine'],
    ['sodium oxybate', 'ghb'],
    ['chloral hydrate', 'chloral hydrate'],
  ])('knows %s as %s', (name, drug) => {
    expect(seizureThresholdRisk(name)?.drug).toBe(drug);
  });

  it.each(['ibuprofen', 'paracetamol', 'metformin', 'oxycodone', 'sodium chloride', 'chloral', '', '   ', '25 mg', 'tramadolol'])('finds %j on no list', (name) => {
    expect(seizureThresholdRisk(name)).toBeNull();
  });

  it('sees both substances of a combination', () => {
    expect(risksIn('Symbyax').map(({ drug }) => drug).sort()).toEqual(['fluoxetine', 'olanzapine']);
  });

  it('knows every name of its lists, as that group', () => {
    for (const { code, drugs } of DRUG_GROUPS) {
      for (const [drug, others] of Object.entries(drugs)) for (const name of [drug, ...others]) expect(risksIn(name)).toContainEqual(expect.objectContaining({ drug, group: code }));
    }
  });

  it('puts no name into two levels', () => {
    const names = DRUG_GROUPS.flatMap(({ level, drugs }) => Object.entries(drugs).flatMap(([drug, others]) => [drug, ...others].map((name) => ({ name, level }))));
    for (const { name, level } of names) expect(risksIn(name).map((risk) => risk.level)).toEqual(risksIn(name).map(() => level));
  });
});

describe('similarListedNames', () => {
  it.each([
    ['Tramadl', ['tramadol', 'tramal']],
    ['Tramadoll 50 mg', ['tramadol']],
    ['Tramedol', ['tramadol']],
    ['Tarmadol', ['tramadol']],
    ['Amitriptilline', ['amitriptyline']],
    ['Paracetamol with Clozapin and Wellbutrn', ['wellbutrin']],
    ['Oxycodon', []],
    ['Oxicodoone', ['oxycodone']],
    ['Tramadolol', []],
    ['Tramadol', []],
    ['mst', []],
    ['Ibuprofen', []],
    ['', []],
    // Names of several words.
    ['Valproid acid 500 mg', ['valproic acid']],
    ['Sodium oxibatte', ['sodium oxybate']],
    ['Sodum oxybate', ['sodium oxybate']],
    ['Valproic acd', ['valproic acid']],
    ['Sodiun oxybate', ['sodium oxybate']],
    ['Chlorall hydrate', ['chloral hydrate']],
    ['Gamma hydroxibutiric acid', []],
    ['Gamma hydroxybutric acid', ['gamma hydroxybutyric acid']],
    ['Valproid acids', []],
    ['Valproic', []],
    ['Folic acid', []],
    ['Sodium chloride', []],
    ['Chloral hydrate', []],
    // Ordinary names that mean themselves.
    ['Kalium retard', []],
    ['Calcit D3', []],
    ['Reflex spray', []],
    ['Apronal', []],
    ['Methanol', []],
    ['Valiun', ['valium']],
    ['Aponall', ['aponal']],
  ])('of %j: %j', (name, expected) => {
    expect(similarListedNames(name)).toEqual(expected);
  });

  it('of a listed name there are none', () => {
    const listed = [...DRUG_GROUPS.flatMap(({ drugs }) => Object.entries(drugs).flatMap(([drug, others]) => [drug, ...others])), ...OPIOIDS.flatMap(({ drug, otherNames }) => [drug, ...otherNames])];
    expect(listed.filter((name) => similarListedNames(name).length > 0)).toEqual([]);
  });
});

describe('raisedSeizureRisk', () => {
  const entry = (changes: object = {}) => ({ name: 'Diazepam', dose: '10 mg', frequency: 'twice daily', startedOn: '2029-01-01', stoppedOn: null, ...changes });
  const both = { name: 'Chlordiazepoxide with amitriptyline' };

  it.each<[string, object | null, object, RegExp | null]>([
    ['stopped', {}, { stoppedOn: TODAY }, /was stopped/],
    ['written down when it was just stopped', null, { stoppedOn: '2030-03-01' }, /was stopped/],
    ['written down long after it was stopped', null, { stoppedOn: '2030-02-01' }, null],
    ['corrected after it was stopped', { stoppedOn: '2030-03-01' }, { stoppedOn: '2030-03-01', dose: '5 mg' }, null],
    ['to be stopped', {}, { stoppedOn: '2030-03-08' }, /is to be stopped on 2030-03-08/],
    ['written down with its end', null, { stoppedOn: '2030-03-08' }, /is to be stopped/],
    ['to be stopped sooner', { stoppedOn: '2030-03-20' }, { stoppedOn: '2030-03-08' }, /is to be stopped/],
    ['to be stopped later', { stoppedOn: '2030-03-08' }, { stoppedOn: '2030-03-20' }, null],
    ['to be taken on', { stoppedOn: '2030-03-08' }, {}, null],
    ['cut by its dose', {}, { dose: '5 mg' }, /dose of Diazepam was changed/],
    ['cut by its frequency', {}, { frequency: 'once daily' }, /dose of Diazepam was changed/],
    ['changed to words that cannot be read', {}, { dose: 'half' }, /dose of Diazepam was changed/],
    ['raised', {}, { dose: '15 mg' }, null],
    ['written otherwise', {}, { dose: '20 mg', frequency: 'once daily' }, null],
    ['as it was', {}, {}, null],
    ['a product of both kinds, to be stopped', both, { ...both, stoppedOn: '2030-03-08' }, /is to be stopped/],
    ['a drug without withdrawal, to be stopped', { name: 'Sertraline' }, { name: 'Sertraline', stoppedOn: '2030-03-08' }, null],
  ])('%s', (_, before, after, expected) => {
    const says = raisedSeizureRisk(before && entry(before), entry(after), TODAY);
    if (expected) expect(says).toMatch(expected);
    else expect(says).toBeNull();
  });

  it.each<[string, object, object, RegExp | null]>([
    ['a drug that lowers the threshold, in place of one on no list', { name: 'Tramadolol' }, { name: 'Tramadol' }, /^Tramadol was begun.* on record as Tramadolol\.$/],
    ['one such drug in place of another', { name: 'Sertraline' }, { name: 'Clozapine' }, /^Clozapine was begun.* on record as Sertraline\.$/],
    ['the same drug in other words', { name: 'Sertraline' }, { name: 'Sertralin 50 mg' }, null],
    ['one that lowers nothing, in place of one that was stopped for nobody', { name: 'Diazepam' }, { name: 'Ibuprofen' }, null],
    ['one whose withdrawal is a risk, taken', { name: 'Ibuprofen' }, { name: 'Diazepam' }, null],
    ['one whose withdrawal is a risk, just stopped', { name: 'Ibuprofen', stoppedOn: '2030-03-01' }, { name: 'Diazepam', stoppedOn: '2030-03-01' }, /was stopped.* on record as Ibuprofen/],
    ['one that lowers the threshold, stopped long ago', { name: 'Ibuprofen', stoppedOn: '2029-03-01' }, { name: 'Clozapine', stoppedOn: '2029-03-01' }, null],
    ['with its dose', { name: 'Sertraline' }, { name: 'Sertralin', dose: '15 mg' }, /The dose of Sertralin was changed/],
  ])('under its right name: %s', (_, before, after, expected) => {
    const says = raisedSeizureRisk(entry(before), entry(after), TODAY);
    if (expected) expect(says).toMatch(expected);
    else expect(says).toBeNull();
  });
});

describe('regimenRisk', () => {
  const codes = (medications: Parameters<typeof regimenRisk>[0]) => regimenRisk(medications, TODAY).reasons.map(({ code }) => code);
  const since = (name: string, startedOn = '2029-01-01') => ({ name, startedOn });

  it.each([
    ['nothing', [], []],
    ['one moderate drug, unchanged', [since('sertraline')], []],
    ['bupropion alone', [since('bupropion')], []],
    ['drugs on no list, begun yesterday', [since('ibuprofen', '2030-03-03')], []],
    ['one high drug', [since('amitriptyline')], ['high-risk-drug']],
    ['a withdrawal that is planned', [{ ...since('lorazepam'), stoppedOn: '2030-03-30' }], ['recent-withdrawal']],
    ['two moderate drugs', [since('sertraline'), since('quetiapine')], ['several-moderate-drugs']],
    ['the same moderate drug under two names', [since('sertraline'), since('Zoloft')], []],
    ['two moderate drugs in one product', [since('Symbyax')], ['several-moderate-drugs']],
    ['a moderate drug begun 14 days ago', [since('sertraline', '2030-02-18')], ['recent-change']],
    ['a moderate drug begun 15 days ago', [since('sertraline', '2030-02-17')], []],
    ['a changed dose', [{ ...since('gabapentin'), doseChangedOn: '2030-03-01' }], ['recent-change']],
    ['a high drug stopped long ago', [{ ...since('clozapine'), stoppedOn: '2029-06-01' }], []],
    ['a high drug stopped within 14 days', [{ ...since('clozapine'), stoppedOn: '2030-03-01' }], ['recent-change']],
    ['a benzodiazepine stopped within 14 days', [{ ...since('Valium'), stoppedOn: '2030-03-01' }], ['recent-withdrawal']],
    ['baclofen stopped within 14 days', [{ ...since('baclofen'), stoppedOn: '2030-02-25' }], ['recent-withdrawal']],
    ['a high drug to be stopped tomorrow', [{ ...since('tramadol'), stoppedOn: '2030-03-05' }], ['high-risk-drug']],
  ])('%s', (_, medications, expected) => {
    expect(codes(medications)).toEqual(expected);
    expect(regimenRisk(medications, TODAY).needsReview).toBe(expected.length > 0);
  });

  it('lists the worst first', () => {
    expect(regimenRisk([since('gabapentin'), since('sertraline'), since('tramadol')], TODAY).risks.map(({ level }) => level)).toEqual(['high', 'moderate', 'raises-threshold']);
  });
});
