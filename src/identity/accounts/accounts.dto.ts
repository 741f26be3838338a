import { Email, Text } from '../../platform/http/fields.js';
import { StaffView } from '../identity.dto.js';

export class InvitedStaffView extends StaffView {
  @Text({ optional: true, maximum: 2000, description: 'Where no mail can be sent: the link, to be handed to whoever is invited. Shown this once.' }) invitationLink?: string;
}

export class LinkView {
  @Text({ optional: true, maximum: 2000, description: 'Absent when it went by mail. Shown this once.' }) link?: string;
}

export class ForgottenPassword {
  @Email() email: string;
}

export class NewPassword {
  @Text({ maximum: 300, description: 'What stands behind `#token=` in the link.' }) token: string;
  @Text({ maximum: 256, description: '12 to 128 characters, of any kind, and none that everybody guesses.' }) password: string;
}
