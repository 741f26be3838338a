import { spawn } from 'node:child_process';

/**
 * A shell that waits until this process ends, however it ends, and then stops the server: even `kill -9` of the launcher
 * leaves no server behind. (Windows has no such shell; there the next start stops what was left.)
 * @param how the signal for the server: TERM lets the service finish first, QUIT is for a cluster that is thrown away
 */
export function guard(pid, how, folderToRemove = '') {
  if (process.platform === 'win32') return { dismiss() {} };
  const script = 'read -r _; kill -s "$1" "$2"; if [ -n "$3" ]; then sleep 2; rm -rf "$3"; fi';
  const shell = spawn('/bin/sh', ['-c', script, 'guard', how, String(pid), folderToRemove], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  shell.stdin.unref();
  return { dismiss: () => shell.kill('SIGKILL') };
}
