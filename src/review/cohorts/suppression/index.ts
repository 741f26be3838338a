/**
 * Which groups may be shown without telling of any group under five.
 *
 * Pure: counts in, decisions out. A decision about a group is the same in every answer over its dimensions.
 */
export { decideGroups, MOST_COMBINATIONS, nameOf, SMALLEST_GROUP, type Cell, type Group, type Key } from './decide-groups.js';
export { blocksOf, type Block } from './blocks.js';
export { Span } from './span.js';
