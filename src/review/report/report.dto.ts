import { OneOf } from '../../platform/http/fields.js';

export const AUDIENCES = ['clinician', 'payer', 'patient'] as const;
export type Audience = (typeof AUDIENCES)[number];

export class ReportQuery {
  @OneOf(AUDIENCES, { optional: true, description: 'For whom it is; `clinician` unless told. The payer’s holds the sessions one by one, the patient’s plain words alone.' }) audience?: Audience;
}
