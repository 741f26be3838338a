import { dailyMme, OPIOIDS, totalMme, type Dose, type Frequency } from '../../src/patients/opioid-mme/index.js';

const mme = (name: string, dose: Dose, frequency: Frequency) => dailyMme({ name, dose, frequency });

describe('dailyMme', () => {
  // CDC 2022, MMWR 71(3).
  it.each([
    ['codeine', 0.15],
    ['hydrocodone', 1],
    ['hydromorphone', 5],
    ['methadone', 4.7],
    ['morphine', 1],
    ['oxycodone', 1.5],
    ['oxymorphone', 3],
    ['tapentadol', 0.4],
    ['tramadol', 0.2],
    ['fentanyl', 2.4],
  ])('%s counts %d', (drug, factor) => {
    expect(OPIOIDS.find((opioid) => opioid.drug === drug)?.factor).toBe(factor);
  });

  it.each([
    ['oxycodone ER', '10 mg', 'twice daily', 30],
    ['hydrocodone', '5 mg', 'four times daily', 20],
    ['tramadol', '50 mg', 'every 6 hours', 40],
    ['fentanyl', '25 mcg/h', 'every 72 hours', 60],
    ['tapentadol', '100 mg', 'bid', 80],
  ])('worked example: %s %s %s = %d', (name, dose, frequency, expected) => {
    expect(mme(name, dose, frequency)).toMatchObject({ dailyMme: expected, reason: null, tableVersion: 'cdc-2022', provenance: 'published' });
  });

  it.each([
    ['OxyContin', '10mg', 'b.i.d.', 30],
    ['Oxycodon', '10 mg', '1-0-1', 30],
    ['Oxycodon', '10 mg', '1-0-1-1', 45],
    ['Morphine sulfate', '2 x 15 mg', 'q8h', 90],
    ['morphine', '2 tablets of 15 mg', 'three times a day', 90],
    ['morphine', '15 mg ER', 'twice daily with food', 30],
    ['hydromorphone', '2 mg', '4 times a day', 40],
    ['hydromorphone', '2 mg', 'x4 daily', 40],
    ['hydromorphone', '2 mg', '4/day', 40],
    ['Hydromorphon', '2,5 mg', '2x täglich', 25],
    ['methadone', '10 mg', 'every eight hours', 141],
    ['codeine', '30 mg', 'qid', 18],
    ['tramadol', '100 mg tablets', 'q.i.d.', 80],
    ['tramadol', '50 mg', '8-hourly', 30],
    ['oxymorphone', '5 mg', 'q12h', 30],
    ['morphine', '0.03 g', 'every other day', 15],
    ['morphine', '10 mg', 'Daily.', 10],
    ['morphine', '10 mg', 'at bedtime', 10],
    ['Duragesic patch', '25 mcg/hr', 'every 3 days', 60],
    ['fentanyl', '1 patch', '72-hourly patch 25 mcg/h', 60],
    ['fentanyl patch 50 µg/h', '1 patch', 'every three days', 120],
    ['fentanyl transdermal', '2 x 12 mcg/h', 'every 72 h', 57.6],
    ['fentanyl', '12,5 ug/h', '', 30],
  ])('%s, %s, %s = %d', (name, dose, frequency, expected) => {
    expect(mme(name, dose, frequency)).toMatchObject({ dailyMme: expected, reason: null });
  });

  it('reads structured doses and frequencies', () => {
    expect(mme('oxycodone', { amount: 10, unit: 'mg' }, { timesPerDay: 2 }).dailyMme).toBe(30);
    expect(mme('morphine', { amount: 15_000, unit: 'mcg' }, { everyHours: 6 }).dailyMme).toBe(60);
    expect(mme('morphine', { amount: -1, unit: 'mg' }, { everyHours: 6 }).reason).toBe('dose-unclear');
    expect(mme('morphine', { amount: 10, unit: 'mg' }, { everyHours: 0 }).reason).toBe('frequency-unclear');
  });

  it.each([
    ['ibuprofen', '400 mg', 'tid', 'not-an-opioid'],
    ['naltrexone', '50 mg', 'daily', 'not-an-opioid'],
    ['buprenorphine', '8 mg', 'daily', 'no-factor'],
    ['Suboxone', '8 mg', 'daily', 'no-factor'],
    ['dihydrocodeine', '30 mg', 'qid', 'no-factor'],
    ['morphine and oxycodone', '10 mg', 'bid', 'several-opioids'],
    ['morphine', '10 mg', 'every 4-6 hours', 'frequency-unclear'],
    ['morphine', '10 mg', '2-3 times daily', 'frequency-unclear'],
    ['morphine', '10 mg', '', 'frequency-unclear'],
    ['morphine', '10 mg', 'once', 'frequency-unclear'],
    ['morphine', '10 mg', 'every 0 hours', 'frequency-unclear'],
    ['morphine', '10 mg', '0-0-0', 'frequency-unclear'],
    ['morphine', '10 mg', '99 times a day', 'frequency-unclear'],
    ['morphine', '10 mg', 'every 6 hours as needed', 'as-needed'],
    ['morphine', '10 mg', 'up to 4 times daily', 'as-needed'],
    ['morphine', '10 mg', 'q6h PRN', 'as-needed'],
    ['morphine', '5-10 mg', 'bid', 'dose-unclear'],
    ['morphine', '2 tablets', 'bid', 'dose-unclear'],
    ['hydrocodone/acetaminophen', '5/325 mg', 'qid', 'dose-unclear'],
    ['morphine', '10 mg/5 ml', 'bid', 'dose-unclear'],
    ['morphine', '10', 'bid', 'dose-unclear'],
    ['morphine', '1,000 mg', 'bid', 'dose-unclear'],
    ['morphine', '-10 mg', 'bid', 'dose-unclear'],
    ['morphine', '0 mg', 'bid', 'dose-unclear'],
    ['morphine IV', '10 mg', 'q4h', 'other-route'],
    ['hydromorphone', '2 mg', 'continuous intrathecal', 'other-route'],
    ['fentanyl', '100 mcg', 'qid', 'other-route'],
    ['fentanyl lozenge', '200 mcg buccal', 'every 6 hours', 'other-route'],
    ['fentanyl', '25 mcg/h', 'twice daily', 'frequency-unclear'],
    ['fentanyl', '25 mcg/h', 'weekly', 'frequency-unclear'],
    ['fentanyl 50 mcg/h', '25 mcg/h', 'every 72 hours', 'dose-unclear'],
    ['fentanyl', '12-25 mcg/h', 'every 72 hours', 'other-route'],
  ])('cannot tell %s, %s, %s: %s', (name, dose, frequency, reason) => {
    expect(mme(name, dose, frequency)).toMatchObject({ dailyMme: null, reason });
  });
});

describe('totalMme', () => {
  it('sums the drugs and names what it leaves out', () => {
    const total = totalMme([
      { name: 'oxycodone', dose: '10 mg', frequency: 'bid' },
      { name: 'tramadol', dose: '50 mg', frequency: 'qid' },
      { name: 'buprenorphine', dose: '8 mg', frequency: 'daily' },
      { name: 'ibuprofen', dose: '400 mg', frequency: 'tid' },
    ]);
    expect(total).toMatchObject({ dailyMme: 70, caution: true, leftOut: [{ opioid: 'buprenorphine', reason: 'no-factor' }] });
  });

  it('is cautious from 50 on, not below', () => {
    expect(totalMme([{ name: 'morphine', dose: '25 mg', frequency: 'bid' }]).caution).toBe(true);
    expect(totalMme([{ name: 'morphine', dose: '49.9 mg', frequency: 'daily' }]).caution).toBe(false);
    expect(totalMme([])).toEqual({ tableVersion: 'cdc-2022', dailyMme: 0, caution: false, leftOut: [] });
  });
});
