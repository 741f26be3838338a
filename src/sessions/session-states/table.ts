import { MOVES, SESSION_ACTIONS, SESSION_STATES } from './moves.js';

/** The table of the reference: a row for every state, a column for every action; what is empty is refused with 409 `wrong-state`. */
export function stateTable(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['state', ...SESSION_ACTIONS.map((action) => `\`${action}\``)]),
    row(['---', ...SESSION_ACTIONS.map(() => '---')]),
    ...SESSION_STATES.map((state) => row([`**${state}**`, ...SESSION_ACTIONS.map((action) => MOVES[action].from[state]?.join(' or ') ?? '')])),
  ].join('\n');
}
