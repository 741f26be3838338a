import { Instant, Text, Uuid } from '../../platform/http/fields.js';

export class NewProgressNote {
  @Text({ minimum: 3, maximum: 8000, description: 'How the course goes, and what follows for it. It is printed for the payer.' }) text: string;
}

export class ProgressNoteView {
  @Uuid() id: string;
  @Uuid() courseId: string;
  @Text({ maximum: 8000 }) text: string;
  @Uuid() writtenBy: string;
  @Text() writer: string;
  @Instant() writtenAt: string;
}
