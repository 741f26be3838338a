import { Described, Flag, Instant, NestedList, OneOf, Text, Uuid, Whole, Wholes } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { MESSAGE_STATUSES } from '../../platform/outbox/index.js';

export class ReminderTemplate {
  @OneOf(['en', 'de']) language: string;
  @Text({ example: 'Your appointment on {{date}}' }) subject: string;
  @Text({ maximum: 4000, description: 'Places: {{givenName}}, {{clinic}}, {{date}}, {{time}}, {{room}}. Nothing clinical belongs here.' }) text: string;
}

export class ReminderRules {
  @Flag() enabled: boolean;
  @Wholes({ minimumItems: 1, maximumItems: 5, minimum: 1, maximum: 336, description: 'Hours before the appointment at which a reminder leaves, e.g. 48 and 3.' }) hoursBefore: number[];
  @NestedList(() => ReminderTemplate, { optional: true, maximumItems: 2, description: 'The clinic’s own words; ours where a language is left out.' }) templates?: ReminderTemplate[];
}

export class ReminderRulesView {
  @Uuid({ description: 'The clinic.' }) id: string;
  @Flag() enabled: boolean;
  @Wholes({ maximumItems: 5 }) hoursBefore: number[];
  @NestedList(() => ReminderTemplate) templates: ReminderTemplate[];
}

export class MessageView {
  @Uuid() id: string;
  @Text({ maximum: 320 }) to: string;
  @Text() subject: string;
  @OneOf(MESSAGE_STATUSES, { description: '`uncertain`: the mail server fell silent after taking it; it is not sent again by itself.' }) status: string;
  @Whole() attempts: number;
  @Text({ nullable: true }) lastFault: string | null;
  @Instant({ nullable: true }) sentAt: string | null;
  @Instant() createdAt: string;
  @Described({ type: 'object', additionalProperties: true }, { nullable: true, description: 'What it is about: kind and id.' }) about: object | null;
}

export class MessageQuery extends PageQuery {
  @OneOf(MESSAGE_STATUSES, { optional: true }) status?: string;
  @Uuid({ optional: true, description: 'Messages about this session.' }) sessionId?: string;
}
