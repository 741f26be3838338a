/** Field → what it was and what it is; null stands for absent. Only fields that differ. */
export function changedFields(before: object, after: object): Record<string, { from: unknown; to: unknown }> {
  const [was, is] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return Object.fromEntries(
    names
      .map((name) => [name, { from: was.get(name) ?? null, to: is.get(name) ?? null }] as const)
      .filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to)),
  );
}
