import type { Work } from './work.js';

/** Acts in the transaction in which something is told; a throw takes it all back. */
export type Follower<Told extends readonly unknown[]> = (work: Work, ...told: Told) => Promise<void>;

/**
 * For what a room tells and must not know who hears: whoever stands above it follows, once, when it is loaded, and hears of it in
 * the order in which the rooms were loaded.
 */
export class Followers<Told extends readonly unknown[]> {
  readonly #all = new Set<Follower<Told>>();

  readonly follow = (follower: Follower<Told>): void => {
    this.#all.add(follower);
  };

  readonly tell: Follower<Told> = async (work, ...told) => {
    for (const follower of this.#all) await follower(work, ...told);
  };
}
