/** A bar on the terminal; a line at the end of each step where nobody watches. */
export function progress(what, done, of) {
  if (!process.stderr.isTTY && done < of) return;
  const bars = Math.round((done / of) * 30);
  process.stderr.write(`\r${what.padEnd(12)} ${'█'.repeat(bars)}${'░'.repeat(30 - bars)} ${done.toLocaleString('en')} of ${of.toLocaleString('en')}${done >= of ? '\n' : ''}`);
}
