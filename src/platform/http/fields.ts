import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isDateOnly, normalInstant } from './moments.js';

/**
 * One decorator per kind of field: it validates what comes in and describes the field in the OpenAPI document, so the
 * two cannot drift apart. `optional` may be left out; `nullable` may be null; otherwise the field must be there.
 */
export interface FieldOptions {
  description?: string;
  example?: unknown;
  optional?: boolean;
  nullable?: boolean;
}

type Constructor<T = object> = new (...args: never[]) => T;

function field(options: FieldOptions, schema: ApiPropertyOptions, ...validators: PropertyDecorator[]): PropertyDecorator {
  const { optional = false, nullable = false, description, example } = options;
  const mayBeAbsent = ValidateIf((_object, value) => !((optional && value === undefined) || (nullable && value === null)));
  const described = {
    ...schema,
    required: !optional,
    ...(nullable && { nullable: true }),
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
  } as ApiPropertyOptions;
  return applyDecorators(ApiProperty(described), mayBeAbsent, ...validators);
}

/** Length in code points, so that an emoji or a combining mark counts as a reader would expect a character limit to. */
const Length = (minimum: number, maximum: number): PropertyDecorator =>
  ValidateBy({
    name: 'length',
    validator: {
      validate: (value) => typeof value === 'string' && [...value].length >= minimum && [...value].length <= maximum && (minimum === 0 || value.trim() !== ''),
      defaultMessage: () => `must be ${minimum} to ${maximum} characters long and not blank`,
    },
  });

export interface TextOptions extends FieldOptions {
  minimum?: number;
  /** In code points; 200 unless told. */
  maximum?: number;
  pattern?: RegExp;
}

/** Free text, stored exactly as given. */
export function Text({ minimum = 1, maximum = 200, pattern, ...options }: TextOptions = {}): PropertyDecorator {
  return field(
    options,
    { type: String, minLength: minimum, maxLength: maximum, ...(pattern && { pattern: pattern.source }) },
    IsString(),
    Length(minimum, maximum),
    ...(pattern ? [Matches(pattern)] : []),
  );
}

export const Email = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, format: 'email', maxLength: 254 }, IsEmail(), Length(3, 254));

/** The id of something of ours. Malformed ids in a body are 400, unknown ones are the room's to answer. */
export const Uuid = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, format: 'uuid' }, IsString(), Matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, { message: 'must be an id' }));

/** RFC 3339 with an offset, between 1900 and 2100; handed on in UTC with milliseconds. */
export const Instant = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { type: String, format: 'date-time', ...(options.example === undefined && { example: '2030-03-04T14:00:00.000Z' }) },
    Transform(({ value }: { value: unknown }) => normalInstant(value) ?? value),
    ValidateBy({ name: 'instant', validator: { validate: (value) => normalInstant(value) !== undefined, defaultMessage: () => 'must be an RFC 3339 instant with an offset, between 1900 and 2100' } }),
  );

/** A calendar date, `YYYY-MM-DD`, between 1900 and 2100, that exists. */
export const DateOnly = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { type: String, format: 'date', ...(options.example === undefined && { example: '2030-03-04' }) },
    ValidateBy({ name: 'date', validator: { validate: isDateOnly, defaultMessage: () => 'must be a date YYYY-MM-DD that exists, between 1900 and 2100' } }),
  );

/** A wall-clock time of the clinic, `HH:MM`, 00:00 to 23:59. */
export const WallTime = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '09:00' }, IsString(), Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'must be a time HH:MM' }));

export interface NumberOptions extends FieldOptions {
  minimum?: number;
  maximum?: number;
}

const bounds = (minimum?: number, maximum?: number): { schema: ApiPropertyOptions; validators: PropertyDecorator[] } => ({
  schema: { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) } as ApiPropertyOptions,
  validators: [...(minimum !== undefined ? [Min(minimum)] : []), ...(maximum !== undefined ? [Max(maximum)] : [])],
});

/** A JSON number without a fraction; bounded by 32 bits unless told. */
export function Whole({ minimum = -2_147_483_648, maximum = 2_147_483_647, ...options }: NumberOptions = {}): PropertyDecorator {
  const { schema, validators } = bounds(minimum, maximum);
  return field(options, { ...schema, type: 'integer' } as ApiPropertyOptions, IsInt(), ...validators);
}

/** A finite JSON number. */
export function Decimal({ minimum, maximum, ...options }: NumberOptions = {}): PropertyDecorator {
  const { schema, validators } = bounds(minimum, maximum);
  return field(options, { ...schema, type: Number } as ApiPropertyOptions, IsNumber({ allowInfinity: false, allowNaN: false }), ...validators);
}

export const Flag = (options: FieldOptions = {}): PropertyDecorator => field(options, { type: Boolean }, IsBoolean());

/** Text of at most 2000 characters, a finite number, a boolean or null: a value whose kind depends on what it stands for. */
export function AnyValue(options: Omit<FieldOptions, 'nullable'> = {}): PropertyDecorator {
  const isOne = (value: unknown): boolean => value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && [...value].length <= 2000);
  const schema = { anyOf: [{ type: 'string', maxLength: 2000 }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] } as unknown as ApiPropertyOptions;
  return field(options, schema, ValidateBy({ name: 'value', validator: { validate: isOne, defaultMessage: () => 'must be text of at most 2000 characters, a number, true, false or null' } }));
}

/** One of a closed list of kebab-case words. */
export const OneOf = (values: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, enum: [...values] }, IsIn([...values]));

export interface ListOptions extends FieldOptions {
  minimumItems?: number;
  /** 200 unless told. */
  maximumItems?: number;
}

const list = ({ minimumItems = 0, maximumItems = 200 }: ListOptions): { schema: object; validators: PropertyDecorator[] } => ({
  schema: { minItems: minimumItems, maxItems: maximumItems },
  validators: [IsArray(), ArrayMinSize(minimumItems), ArrayMaxSize(maximumItems)],
});

/** A list of words out of a closed list. */
export function SomeOf(values: readonly string[], options: ListOptions = {}): PropertyDecorator {
  const { schema, validators } = list(options);
  return field(options, { ...schema, type: 'array', items: { type: 'string', enum: [...values] } } as ApiPropertyOptions, ...validators, IsIn([...values], { each: true }));
}

/** A list of short texts matching a pattern. */
export function Texts({ pattern, maximum = 200, ...options }: ListOptions & { pattern?: RegExp; maximum?: number } = {}): PropertyDecorator {
  const { schema, validators } = list(options);
  const each = ValidateBy(
    { name: 'length', validator: { validate: (v) => typeof v === 'string' && v.trim() !== '' && [...v].length <= maximum && (pattern?.test(v) ?? true), defaultMessage: () => `each must be text of 1 to ${maximum} characters${pattern ? ` like ${pattern.source}` : ''}` } },
    { each: true },
  );
  const items = { type: 'string', maxLength: maximum, ...(pattern && { pattern: pattern.source }) };
  return field(options, { ...schema, type: 'array', items } as ApiPropertyOptions, ...validators, each);
}

/** A list of whole numbers. */
export function Wholes({ minimum, maximum, ...options }: ListOptions & NumberOptions = {}): PropertyDecorator {
  const { schema, validators } = list(options);
  const each = [IsInt({ each: true }), ...(minimum !== undefined ? [Min(minimum, { each: true })] : []), ...(maximum !== undefined ? [Max(maximum, { each: true })] : [])];
  const items = { type: 'integer', ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  return field(options, { ...schema, type: 'array', items } as ApiPropertyOptions, ...validators, ...each);
}

/** An object of another class. The wrapped arrow is named `type`, by which the generator knows that it is lazy. */
export const Nested = (type: () => Constructor, options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: () => type() } as unknown as ApiPropertyOptions, Type(type), IsObject(), ValidateNested());

/** A list of objects of another class. */
export function NestedList(type: () => Constructor, options: ListOptions = {}): PropertyDecorator {
  const { schema, validators } = list(options);
  return field(options, { ...schema, type: () => type(), isArray: true } as unknown as ApiPropertyOptions, Type(type), ...validators, IsObject({ each: true }), ValidateNested({ each: true }));
}

/** An object from item code to answer; the room's kernel judges the codes and values. At most 200 members. */
export function Answers(of: 'boolean' | 'number', options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'object', additionalProperties: { type: [of, 'null'] }, maxProperties: 200 } as unknown as ApiPropertyOptions;
  return field(options, schema, IsObject(), ValidateBy({ name: 'answers', validator: { validate: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= 200, defaultMessage: () => 'must be an object of at most 200 answers' } }));
}

/** Answers to several measures at once: measure → item → answer, or the items alone where it is clear which measure is meant. */
export function AnswersByMeasure(options: FieldOptions = {}): PropertyDecorator {
  const answer = { type: ['number', 'null'] };
  const schema = { type: 'object', additionalProperties: { anyOf: [answer, { type: 'object', additionalProperties: answer, maxProperties: 200 }] }, maxProperties: 200 } as unknown as ApiPropertyOptions;
  return field(options, schema, IsObject(), ValidateBy({ name: 'answers', validator: { validate: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= 200, defaultMessage: () => 'must be an object of answers by measure' } }));
}

/** For answers only: something whose shape is described by hand. Never use it on what comes in. */
export const Described = (schema: object, options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...schema, required: !options.optional, ...(options.nullable && { nullable: true }), ...(options.description && { description: options.description }) } as ApiPropertyOptions));
