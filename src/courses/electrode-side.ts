import type { Finding, NeurofeedbackDose, TdcsDose } from '../protocols/read.js';

/** Positions of the 10-20 system carry odd numbers on the left and even ones on the right. */
function sideOf(position: string): 'left' | 'right' | 'midline' {
  const digits = /\d+$/.exec(position)?.[0];
  if (digits === undefined) return 'midline';
  return Number(digits) % 2 === 1 ? 'left' : 'right';
}

/** An electrode that lies over the other hemisphere than the course is for; one over the midline is on no side. */
export function electrodeFindings(modality: string, hemisphere: string, parameters: object | null): Finding[] {
  if (!parameters || (hemisphere !== 'left' && hemisphere !== 'right')) return [];
  if (modality === 'tdcs') return anodeFinding(hemisphere, parameters as TdcsDose);
  return modality === 'neurofeedback' ? siteFinding(hemisphere, parameters as NeurofeedbackDose) : [];
}

function anodeFinding(hemisphere: string, { anode }: TdcsDose): Finding[] {
  const side = sideOf(anode);
  if (side === 'midline' || side === hemisphere) return [];
  return [
    {
      rule: 'tdcs-anode-side', severity: 'override', limit: `anode over the ${hemisphere} hemisphere`, actual: `anode at ${anode}, on the ${side}`,
      explanation: `The course stimulates the ${hemisphere} hemisphere, and the protocol puts the anode over the ${side} one.`,
      source: 'Fregni 2006 Pain 122:197: anode over M1 contralateral to the pain', provenance: 'recalled',
    },
  ];
}

function siteFinding(hemisphere: string, { site }: NeurofeedbackDose): Finding[] {
  const side = sideOf(site);
  if (side === 'midline' || side === hemisphere) return [];
  return [
    {
      rule: 'neurofeedback-site-side', severity: 'override', limit: `electrode over the ${hemisphere} hemisphere`, actual: `electrode at ${site}, on the ${side}`,
      explanation: `The course trains the ${hemisphere} hemisphere, and the protocol records from the ${side} one.`,
      source: 'Design default', provenance: 'design-default',
    },
  ];
}
