import type { Reader } from '../platform/database/work.js';
import { deliverySettings, type DeliverySettings } from './delivery-settings/index.js';
import { PRE_SESSION_FORM, PRE_SESSION_FORM_VERSION } from './pre-session-check/index.js';
import type { PreSessionForm } from './pre-session-form.dto.js';

/** The form as this clinic asks it: without what it has switched off. */
export async function preSessionForm(reader: Reader): Promise<PreSessionForm> {
  const settings = await deliverySettings(reader);
  return { version: formVersion(settings), items: PRE_SESSION_FORM.items.filter(({ code }) => settings.levels[code] !== 'off').map((item) => ({ ...item })) };
}

/** Which form was asked: its own version, and the clinic's revision of it where there is one. */
export const formVersion = ({ revision }: DeliverySettings): string => (revision === 0 ? PRE_SESSION_FORM_VERSION : `${PRE_SESSION_FORM_VERSION}-clinic-${revision}`);
