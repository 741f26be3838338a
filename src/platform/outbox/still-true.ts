import type { Work } from '../database/work.js';

/** A message that is about to leave, which may have been laid down hours ago. */
export interface Leaving {
  readonly key: string | null;
  readonly recipient: string;
  /** What it is about. */
  readonly id: string;
}

/** Where it is to go now; undefined where it says nothing true or useful any more, or nobody wants it: then it is withdrawn, and its key may be posted again. */
export type AskAgain = (work: Work, leaving: Leaving) => Promise<string | undefined>;

const asked = new Map<string, AskAgain>();

/** For the room that posts about a kind of thing: it is asked again before each of its messages leaves. */
export function askBeforeSending(aboutKind: string, ask: AskAgain): void {
  asked.set(aboutKind, ask);
}

/** @returns the address; undefined for what is to be withdrawn */
export async function addressNow(work: Work, { about, ...leaving }: { about: { kind: string; id: string } | null; key: string | null; recipient: string }): Promise<string | undefined> {
  const ask = about && asked.get(about.kind);
  return ask ? ask(work, { ...leaving, id: about.id }) : leaving.recipient;
}
