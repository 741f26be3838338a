import type { Finding } from '../protocols/read.js';

/** Positions of the 10-20 system carry odd numbers on the left and even ones on the right. */
function sideOf(position: string): 'left' | 'right' | 'midline' {
  const digits = /\d+$/.exec(position)?.[0];
  if (digits === undefined) return 'midline';
  return Number(digits) % 2 === 1 ? 'left' : 'right';
}

/** A current whose anode lies over the other hemisphere than the course stimulates; one over the midline is on no side. */
export function anodeFinding(hemisphere: string, parameters: object | null): Finding[] {
  if (!parameters || !('anode' in parameters) || (hemisphere !== 'left' && hemisphere !== 'right')) return [];
  const anode = String(parameters.anode);
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
