import type { DrugGroup } from './drug-group.js';

const MOTOR_THRESHOLD = 'pharmacology of the motor threshold, standard teaching';

/** Drugs that protect, make the motor threshold rise, and are dangerous to stop. */
export const THRESHOLD_RAISING_GROUPS: readonly DrugGroup[] = [
  {
    code: 'anticonvulsants',
    level: 'raises-threshold',
    withdrawalRisk: true,
    source: MOTOR_THRESHOLD,
    provenance: 'recalled',
    drugs: { carbamazepine: ['tegretol', 'tegretal'], lamotrigine: ['lamictal'], phenytoin: ['dilantin', 'epanutin'] },
  },
  {
    code: 'other-anticonvulsants',
    level: 'raises-threshold',
    withdrawalRisk: true,
    source: 'our reading of the class of anticonvulsants: to stop one is a risk, whatever it does to the threshold',
    provenance: 'recalled-unsure',
    drugs: {
      lacosamide: ['vimpat'],
      levetiracetam: ['keppra'],
      oxcarbazepine: ['trileptal'],
      topiramate: ['topamax'],
      valproate: ['valproic acid', 'sodium valproate', 'divalproex', 'depakote', 'epilim', 'orfiril'],
      zonisamide: ['zonegran'],
    },
  },
  {
    code: 'gabapentinoids',
    level: 'raises-threshold',
    withdrawalRisk: true,
    source: MOTOR_THRESHOLD,
    provenance: 'recalled-unsure',
    drugs: { gabapentin: ['neurontin', 'gralise', 'horizant'], pregabalin: ['lyrica'] },
  },
  {
    code: 'benzodiazepines',
    level: 'raises-threshold',
    withdrawalRisk: true,
    source: MOTOR_THRESHOLD,
    provenance: 'recalled',
    drugs: {
      benzodiazepine: ['benzodiazepines'],
      alprazolam: ['xanax'],
      chlordiazepoxide: ['librium'],
      clobazam: ['frisium', 'onfi'],
      clonazepam: ['klonopin', 'rivotril'],
      diazepam: ['valium'],
      lorazepam: ['ativan', 'tavor'],
      midazolam: ['dormicum'],
      nitrazepam: ['mogadon'],
      oxazepam: ['serax'],
      temazepam: ['restoril'],
    },
  },
  {
    code: 'sedatives-with-withdrawal',
    level: 'raises-threshold',
    withdrawalRisk: true,
    source: 'Rossi 2009 Clin Neurophysiol 120:2008, list of withdrawal states',
    provenance: 'recalled',
    drugs: {
      barbiturate: ['barbiturates', 'phenobarbital', 'phenobarbitone', 'butalbital', 'fioricet', 'primidone', 'mysoline'],
      meprobamate: [],
      'chloral hydrate': [],
    },
  },
  {
    code: 'baclofen',
    level: 'raises-threshold',
    withdrawalRisk: true,
    source: 'design default: stopping baclofen is treated like stopping a sedative',
    provenance: 'design-default',
    drugs: { baclofen: ['lioresal'] },
  },
];
