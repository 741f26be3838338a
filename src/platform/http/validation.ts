import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { InvalidRequest, type Fault } from '../errors/refusal.js';

const CODES: Readonly<Record<string, string>> = { whitelistValidation: 'unknown-field', unknownValue: 'wrong-type' };

keepLookups();

/**
 * For each object the library walks through all classes that it knows, to find what is demanded of this one: a tenth of a
 * small request. What is demanded is known once the classes are there, and asked for here without groups or schemas.
 */
function keepLookups(): void {
  const storage = getMetadataStorage();
  const lookUp = storage.getTargetValidationMetadatas.bind(storage);
  const kept = new Map<unknown, ReturnType<typeof lookUp>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || always || strictGroups || groups?.length) return lookUp(target, schema, always, strictGroups, groups);
    const found = kept.get(target) ?? lookUp(target, schema, always, strictGroups, groups);
    kept.set(target, found);
    return found;
  };
}

/** Bodies and query strings become the classes that describe them; every fault is reported, with a pointer to it. */
@Injectable()
export class Validation implements PipeTransform {
  transform(given: unknown, { metatype, type }: ArgumentMetadata): unknown {
    // No body at all is an empty one: what is required is then named field by field.
    const value = given === undefined && type === 'body' ? {} : given;
    if ((type !== 'body' && type !== 'query') || metatype === undefined || metatype === Object) return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InvalidRequest([{ pointer: '', code: 'wrong-type', message: 'the body must be a JSON object' }]);
    }
    // The transformer passes over what every object has already (`constructor`, `toString`), so that nobody would refuse it.
    const inherited = Object.keys(value).filter((name) => name in Object.prototype);
    if (inherited.length > 0) throw new InvalidRequest(inherited.map((name) => ({ pointer: `/${name}`, code: 'unknown-field', message: 'is not a field of this request' })));
    const instance = plainToInstance(metatype as new () => object, value);
    const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
    if (errors.length > 0) throw new InvalidRequest(faults(errors, '', value));
    return instance;
  }
}

function faults(errors: readonly ValidationError[], at: string, given: unknown): Fault[] {
  return errors.flatMap((error) => {
    const pointer = `${at}/${escaped(error.property)}`;
    const value: unknown = typeof given === 'object' && given !== null && Object.hasOwn(given, error.property) ? (given as Record<string, unknown>)[error.property] : undefined;
    const own = Object.entries(error.constraints ?? {}).slice(0, 1).map(([constraint, message]) => ({
      pointer,
      code: value === undefined && constraint !== 'whitelistValidation' ? 'required' : (CODES[constraint] ?? kebab(constraint)),
      message: value === undefined && constraint !== 'whitelistValidation' ? 'is required' : plain(constraint, message, error.property),
    }));
    return [...own, ...faults(error.children ?? [], pointer, value)];
  });
}

const escaped = (property: string): string => property.replaceAll('~', '~0').replaceAll('/', '~1');
const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** class-validator starts its sentences with the property; the pointer says that already. What was sent is never echoed. */
function plain(constraint: string, message: string, property: string): string {
  if (constraint === 'whitelistValidation') return 'is not a field of this request';
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
