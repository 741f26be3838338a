import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');
const LONGEST_FILE_LINES = 250;
const NAMES_THAT_SAY_NOTHING = /^(?:utils?|helpers?|common|shared|base|manager|misc)(?:\.|$)/;

/** A tool that finds nothing exits with 0; otherwise what it printed is the message of the failing test. */
async function complaintsOf(tool: string, ...args: string[]): Promise<string> {
  try {
    await run(process.execPath, [join(ROOT, 'node_modules', tool), ...args], { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 });
    return '';
  } catch (fault) {
    const { stdout, stderr } = fault as { stdout?: string; stderr?: string };
    return `${stdout ?? ''}${stderr ?? ''}`.trim() || String(fault);
  }
}

async function filesUnder(...folders: string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)),
    ),
  );
  return found.flat();
}

describe('the house rules', () => {
  it('lets rooms lean only on what is below them, and enter each other by the door', async () => {
    expect(await complaintsOf('dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.cjs')).toBe('');
  }, 120_000);

  it('passes the linter without a warning', async () => {
    expect(await complaintsOf('eslint/bin/eslint.js', 'src', 'test', 'migrations', '--max-warnings', '0')).toBe('');
  }, 180_000);

  it(`keeps every file within ${LONGEST_FILE_LINES} lines`, async () => {
    const tooLong: string[] = [];
    for (const file of await filesUnder('src', 'migrations', 'test')) {
      if (!/\.[cm]?[jt]s$/.test(file)) continue;
      const lines = (await readFile(join(ROOT, file), 'utf8')).trimEnd().split('\n').length;
      if (lines > LONGEST_FILE_LINES) tooLong.push(`${file} has ${lines} lines`);
    }
    expect(tooLong).toEqual([]);
  });

  it('names files after what they hold', async () => {
    const files = await filesUnder('src', 'migrations', 'test');
    expect(files.filter((file) => file.split('/').some((part) => NAMES_THAT_SAY_NOTHING.test(part)))).toEqual([]);
    expect(files.filter((file) => !/^[a-z0-9.-]+$/.test(basename(file)))).toEqual([]);
  });

  it('has every export that the benchmarks and experiments take from the built service', async () => {
    const missing: string[] = [];
    for (const file of await filesUnder('bench', 'bin', 'test')) {
      if (!file.endsWith('.mjs')) continue;
      const text = await readFile(join(ROOT, file), 'utf8');
      for (const [, names = '', path = ''] of text.matchAll(/const \{([^}]+)\} = await import\('[./]*\/dist\/(src\/[\w./-]+)\.js'\)/g)) {
        const module = (await import(join(ROOT, `${path}.ts`)).catch(() => ({}))) as Record<string, unknown>;
        for (const name of names.split(',').map((word) => word.split(':')[0]?.trim() ?? '')) {
          if (!(name in module)) missing.push(`${file} takes ${name} from ${path}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});
