// `npm run tour`: plays docs/tour.http against a running server, one line for each request, and prints the review at the end.
//   npm run tour -- [--base http://127.0.0.1:3000] [--password ...]
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './install.mjs';
import { playTour } from './tour/play.mjs';

const { values } = parseArgs({ options: { base: { type: 'string' }, password: { type: 'string' } } });
const base = values.base ?? `http://127.0.0.1:${process.env.PORT || 3000}`;
const kept = join(process.env.DATA_DIR || join(ROOT, '.data'), 'demo-password');
const password = values.password ?? process.env.DEMO_PASSWORD ?? (existsSync(kept) ? readFileSync(kept, 'utf8').trim() : undefined);

if (password === undefined) {
  process.stderr.write('The demo password is not known here: pass --password, or set DEMO_PASSWORD.\n');
  process.exit(1);
}

try {
  const { review } = await playTour({
    base,
    password,
    send: async (url, options) => {
      const answer = await fetch(url, options);
      const text = await answer.text();
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: text === '' ? undefined : JSON.parse(text) };
    },
    tell: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(`\n${JSON.stringify(review, null, 2)}\n`);
} catch (fault) {
  process.stderr.write(`${fault.cause?.code === 'ECONNREFUSED' ? `Nothing listens at ${base}: run npm start first.` : fault.message}\n`);
  process.exit(1);
}
