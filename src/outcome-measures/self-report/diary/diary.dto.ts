import { Uuid, WallTime } from '../../../platform/http/fields.js';

export class DiaryRules {
  @WallTime({ description: 'When the day’s question leaves by e-mail, on the clinic’s wall. Patients who named hours are asked within them.', example: '19:00' }) askAt: string;
}

export class DiaryRulesView extends DiaryRules {
  @Uuid({ description: 'The clinic.' }) id: string;
}
