import { Type } from 'class-transformer';
import { IsArray, IsDateString, IsObject, IsOptional, IsString, IsUUID, ValidateNested } from 'class-validator';

export class DayQuery {
  @IsDateString() date: string;
}

export class ListQuery {
  @IsOptional() @IsDateString() from?: string;
  @IsOptional() @IsString() q?: string;
}

export class NewSession {
  @IsUUID('all') courseId: string;
  @IsString() kind: string;
  @IsDateString() startsAt: string;
  @IsUUID('all') deviceId: string;
  @IsUUID('all') roomId: string;
  @IsUUID('all') operatorId: string;
}

export class Placement extends NewSession {
  @IsOptional() sequence: number;
}

export class NewSeries {
  @IsArray() @ValidateNested({ each: true }) @Type(() => Placement) placements: Placement[];
}

export class NewCheckIn {
  @IsObject() answers: Record<string, unknown>;
}
