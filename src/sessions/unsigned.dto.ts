import { Flag, Instant, SomeOf, Uuid } from '../platform/http/fields.js';

export class UnsignedSession {
  @Uuid() sessionId: string;
  @Uuid() courseId: string;
  @Uuid() patientId: string;
  @Uuid({ nullable: true }) deliveredBy: string | null;
  @Instant() endedAt: string;
  @Instant() dueAt: string;
  @Flag() overdue: boolean;
  @SomeOf(['delivered', 'reviewed'], { description: 'The signatures that this clinic wants and does not have; either of two closes it where one is enough.' }) missing: string[];
}
