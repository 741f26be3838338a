/**
 * Runs tasks whose statements do not need each other's answers: they go out in the order in which they are to happen, at
 * once (ADR 40). All of them have ended when this returns.
 * @throws whatever the first of them, in their order, has failed with
 */
export async function together<T extends readonly unknown[]>(...tasks: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ended = await Promise.allSettled(tasks);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  }) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
