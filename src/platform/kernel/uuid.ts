import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Lower-case canonical form; anything else is no id of ours. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** A new id. Version 7, so that ids made later sort later. */
export const newId = (): string => v7();
