import { AnyValue, Described, Flag, Instant, NestedList, OneOf, Text, Uuid, Whole } from '../../platform/http/fields.js';
import { FlagFromText, PageQuery } from '../../platform/http/paging.js';

export const ROW_STATUSES = ['matched', 'proposed', 'unmatched', 'dismissed'] as const;

export class NewDeviceFile {
  @Text() name: string;
  @OneOf(['csv', 'json']) format: 'csv' | 'json';
  @Text({ maximum: 500_000, description: 'The file itself; its form is in docs/device-files.md.' }) content: string;
}

export class AccountDifference {
  @OneOf(['trains', 'totalPulses', 'intensityPercentRmt', 'outputPercentMso', 'coil']) field: string;
  @AnyValue({ description: 'As the device has it; trains and pulses of all its rows for the session, or for the block, together.' }) device: string | number;
  @AnyValue({ description: 'As the record of the session has it.' }) record: string | number;
}

export class RowThatDiffers {
  @Uuid({ description: 'At /v1/device-rows.' }) rowId: string;
  @NestedList(() => AccountDifference) differences: AccountDifference[];
}

export class DeviceRowView {
  @Uuid() id: string;
  @Uuid() fileId: string;
  @Whole() line: number;
  @OneOf(ROW_STATUSES, { description: 'matched to a session; proposed, and to be confirmed; unmatched, in the tray; or dismissed.' }) status: string;
  @Uuid({ nullable: true }) sessionId: string | null;
  @Described({ type: 'object', additionalProperties: true }, { description: 'As the device wrote it.' }) record: object;
  @NestedList(() => AccountDifference, { description: 'Where the device and the record of the session it is matched to do not agree.' }) differences: AccountDifference[];
  @Text({ nullable: true, maximum: 1000 }) note: string | null;
  @Instant({ nullable: true }) decidedAt: string | null;
  @Uuid({ nullable: true }) decidedBy: string | null;
}

export class DeviceFileView {
  @Uuid() id: string;
  @Text() name: string;
  @Text({ description: 'SHA-256 of the content: the same file is imported once.' }) digest: string;
  @Instant() importedAt: string;
  @Uuid() importedBy: string;
  @NestedList(() => DeviceRowView, { description: 'Rows that came in an earlier file are not repeated.' }) rows: DeviceRowView[];
}

export class DeviceRowQuery extends PageQuery {
  @OneOf(ROW_STATUSES, { optional: true }) status?: string;
  @Uuid({ optional: true }) sessionId?: string;
  @FlagFromText() @Flag({ optional: true, description: 'Rows that differ from the record, or those that do not.' }) differs?: boolean;
}

export class RowConfirmation {
  @Uuid({ optional: true, description: 'The proposed one unless told.' }) sessionId?: string;
}

export class RowDismissal {
  @Text({ minimum: 3, maximum: 1000 }) reason: string;
}
