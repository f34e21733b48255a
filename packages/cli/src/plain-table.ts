import Table from "cli-table3";

const EDGES =
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid";
const STYLE = {
  chars: { ...Object.fromEntries(EDGES.split(" ").map((edge) => [edge, ""])), middle: "  " },
  style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
};

/** A table without lines, columns two spaces apart; one text a line, nothing at its end. */
export function plainTable(head: readonly string[], rows: readonly Table.HorizontalTableRow[]): string[] {
  const table = new Table({ ...STYLE, head: [...head] });
  table.push(...rows);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}
