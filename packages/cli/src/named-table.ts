import { plainTable } from "./plain-table.js";

/** A table before it is laid out: as text or as a page. */
export interface NamedTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of the answer: what a page shows as a section. */
export interface NamedSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly table: NamedTable;
}

/** The table as lines for people. */
export function tableLines({ head, rows }: NamedTable): string[] {
  return plainTable(
    head,
    rows.map((row) => [...row]),
  );
}
