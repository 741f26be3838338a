import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

const UNPACK = `import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());`;

/**
 * A real Chromium without a window. It comes with the packages and unpacks itself into the folder for temporary files,
 * which is here one of each user's own: what another user unpacked cannot be run.
 */
export function openBrowser(): Promise<Browser> {
  const own = join(tmpdir(), `tms-browser-${userInfo().username}`);
  mkdirSync(own, { recursive: true });
  const executablePath = execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK], { env: { ...process.env, TMPDIR: own, NODE_OPTIONS: '' }, encoding: 'utf8' });
  return playwright.launch({ executablePath, args: chromium.args, headless: true });
}
