import { MODALITIES } from '../../clinics/index.js';
import { COIL_TYPES } from '../../clinics/read.js';
import { DateOnly, OneOf, Uuid } from '../../platform/http/fields.js';

export class NewCompetence {
  @OneOf(MODALITIES) modality: string;
  @OneOf(COIL_TYPES, { optional: true, nullable: true, description: 'With this kind of coil alone; with any where it is null.' }) coilType: string | null;
  @DateOnly({ optional: true, nullable: true, description: 'The last day on which it holds; for good where it is null.' }) validUntil: string | null;
}

export class CompetenceChange {
  @DateOnly({ nullable: true, description: 'Renewed until then.' }) validUntil: string | null;
}

export class CompetenceView extends NewCompetence {
  @Uuid() id: string;
  @Uuid() staffId: string;
}
