export interface Searched {
  found: { value: string; line: string | undefined }[];
  values: number;
  plain: number;
  lines: number;
  characters: number;
}

export function searchLogs(told: Iterable<string>, written: readonly string[]): Searched;
