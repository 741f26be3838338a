import { Decimal, Nested, OneOf, Text } from '../platform/http/fields.js';
import { LOCALISATION_METHODS } from './target/index.js';

export class Coordinates {
  @Decimal({ minimum: -200, maximum: 200, description: 'Millimetres; negative is left.' }) x: number;
  @Decimal({ minimum: -200, maximum: 200 }) y: number;
  @Decimal({ minimum: -200, maximum: 200 }) z: number;
  @OneOf(['mni152', 'talairach', 'native'], { optional: true, description: 'Native unless told.' }) space?: string;
}

/** For Beam F3: what was measured, and what the published calculator made of it. */
export class HeadMeasures {
  @Decimal({ optional: true, minimum: 20, maximum: 60 }) nasionInionCentimetres?: number;
  @Decimal({ optional: true, minimum: 20, maximum: 60 }) tragusTragusCentimetres?: number;
  @Decimal({ optional: true, minimum: 30, maximum: 80 }) circumferenceCentimetres?: number;
  @Decimal({ optional: true, minimum: 0, maximum: 20, description: 'Along the circumference, from the midline.' }) xCentimetres?: number;
  @Decimal({ optional: true, minimum: 0, maximum: 30, description: 'From the vertex.' }) yCentimetres?: number;
}

export class Target {
  @OneOf(LOCALISATION_METHODS) method: string;
  @Nested(() => Coordinates, { optional: true }) coordinates?: Coordinates;
  @Nested(() => HeadMeasures, { optional: true }) headMeasures?: HeadMeasures;
  @Text({ optional: true, maximum: 4, pattern: /^(F|T|C|P|O|Fp|AF|FC|FT|CP|TP|PO)(z|10|[1-9])$/, example: 'F3', description: 'Of the 10-20 system.' }) position?: string;
  @Decimal({ optional: true, minimum: -180, maximum: 180, description: 'Of the handle to the midline; 45 for the hand area.' }) coilAngleDegrees?: number;
  @Text({ optional: true, maximum: 200, description: 'The system of navigation.' }) navigationSystem?: string;
  @Decimal({ optional: true, minimum: 0, maximum: 50, description: 'Of the registration of head and image.' }) registrationErrorMillimetres?: number;
  @Text({ optional: true, maximum: 2000 }) note?: string;
}
