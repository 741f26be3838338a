import type { Config } from '../../platform/config/config.js';
import { sql } from '../../platform/database/sql.js';
import type { Reader } from '../../platform/database/work.js';
import type { LinkPurpose } from './account-link.entity.js';

const PAGES: Readonly<Record<LinkPurpose, string>> = { invitation: 'accept-invitation', 'password-reset': 'reset-password' };

interface Message {
  subject: string;
  text: string;
}

export const invitationMail = (clinic: string, link: string): Message => ({
  subject: `Your account at ${clinic}`,
  text: `An account was made for you at ${clinic}.\n\nSet your password within three days:\n${link}\n\nIf you do not work there, ignore this message.\n`,
});

export const resetMail = (clinic: string, link: string): Message => ({
  subject: `A new password for your account at ${clinic}`,
  text: `Somebody, we hope you, has forgotten the password of your account at ${clinic}.\n\nSet a new one within an hour:\n${link}\n\nIf it was not you, ignore this message: your password stays as it is.\n`,
});

/** The token stands behind the #, where no server and no log sees it. */
export const linkTo = ({ publicUrl }: Config, purpose: LinkPurpose, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}/${PAGES[purpose]}#token=${token}`;

export const clinicName = async (reader: Reader): Promise<string> =>
  (await reader.one<{ name: string }>(sql`select name from clinics where id = ${reader.actor.clinicId}`)).name;
