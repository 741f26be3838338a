/** One sheet for all pages: large type and targets, strong contrast, light and dark, no motion. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --line: #6b6b6b; --main: #0b4f8a; --on-main: #ffffff; --soft: #eef3f8; --quiet: #4a4a4a; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f2; --paper: #16181b; --line: #9a9a9a; --main: #9ccbf5; --on-main: #0b1a28; --soft: #24292f; --quiet: #c8c8c8; } }
* { box-sizing: border-box; }
html { font-size: 112.5%; }
body { margin: 0; background: var(--paper); color: var(--ink); font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; line-height: 1.5; }
main { max-width: 36rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
h1 { font-size: 1.35rem; line-height: 1.35; margin: 0.75rem 0; overflow-wrap: anywhere; hyphens: auto; }
p { margin: 0.75rem 0; }
.quiet { color: var(--quiet); font-size: 0.95rem; }
h1 .quiet { display: block; font-weight: 400; line-height: 1.5; margin-bottom: 0.35rem; }
.ends { display: flex; justify-content: space-between; gap: 1rem; }
.ends span:last-child { text-align: right; }
progress { width: 100%; height: 0.75rem; accent-color: var(--main); }
form { margin: 0; }
button, .button { display: block; width: 100%; min-height: 3.25rem; margin: 0.6rem 0; padding: 0.65rem 1rem; font: inherit; text-align: left; color: var(--ink); background: var(--soft); border: 2px solid var(--line); border-radius: 0.6rem; cursor: pointer; text-decoration: none; }
button.main, .button.main { background: var(--main); color: var(--on-main); border-color: var(--main); font-weight: 600; text-align: center; }
button.plain, .button.plain { background: transparent; border-color: transparent; color: var(--main); text-decoration: underline; text-align: center; }
button[aria-pressed="true"] { border-color: var(--main); border-width: 4px; font-weight: 600; }
button:focus-visible, a:focus-visible, input:focus-visible { outline: 4px solid var(--main); outline-offset: 3px; }
.number { display: inline-block; min-width: 1.6rem; font-weight: 600; }
.scale { display: grid; grid-template-columns: repeat(auto-fill, minmax(3.5rem, 1fr)); gap: 0.6rem; }
.scale button { margin: 0; text-align: center; font-weight: 600; padding: 0.65rem 0.25rem; }
input[type="number"] { width: 100%; min-height: 3.25rem; font: inherit; font-size: 1.35rem; padding: 0.5rem 1rem; color: var(--ink); background: var(--paper); border: 2px solid var(--line); border-radius: 0.6rem; }
.notice { border: 3px solid var(--main); border-radius: 0.6rem; padding: 0.25rem 1rem; margin: 1rem 0; }
.languages { display: flex; gap: 1rem; justify-content: flex-end; margin: 0; padding: 0 1rem; list-style: none; }
.languages a { display: inline-block; padding: 0.6rem 0.25rem; color: var(--main); }
.languages [aria-current] { font-weight: 700; text-decoration: none; color: var(--ink); }
dt { font-weight: 600; } dd { margin: 0 0 0.75rem; font-size: 1.2rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** Not needed, only kind: a second tap does not send twice, and a digit on a keyboard chooses its answer. */
export const SCRIPT = `
'use strict';
for (const form of document.forms) {
  let sent = false;
  form.addEventListener('submit', (event) => { if (sent) event.preventDefault(); sent = true; });
}
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement || !/^[0-9]$/.test(event.key)) return;
  const button = document.querySelector('button[name="value"][value="' + event.key + '"]');
  if (button) button.focus();
});
`;
