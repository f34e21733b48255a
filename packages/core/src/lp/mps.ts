import { fail } from "../numeric/candor-error.js";
import { columnName, columnWise, type LinearProblem, rowName } from "./problem.js";

export interface MpsOptions {
  /** On the NAME line. Default "candor". */
  readonly name?: string;
  /** "given": the problem's names; "indices": `r0`, `c0`, …, short and always valid. Default "given". */
  readonly names?: "given" | "indices";
}

/** The name of the objective row; a row of the problem may not be called so. */
const OBJECTIVE = "objective";

/**
 * The problem in free-format MPS, which every solver reads (HiGHS, Gurobi, CPLEX, SCIP, GLPK, …).
 *
 * Numbers are the shortest decimals that read back as the same doubles (at most 17 significant digits). The sense stands in the
 * OBJSENSE section (`MAX`, `MIN`), the offset as minus the right-hand side of the objective row, integer columns between
 * markers with both bounds written out, ranged rows as L or G with the range that gives both bounds back exactly; where no
 * double does, as a row L and its twin G, named with the suffix `_lower`. A row without bounds is a further N row, which some
 * readers drop.
 *
 * @returns the text, lines ended by a newline.
 * Errors: `invalid-name` for names that are empty, repeated, contain white space or start with `$` or `*`, or a row called
 * "objective" or like a twin.
 * Complexity: O(coefficients). Source: the format as documented by CPLEX and HiGHS.
 */
export function writeMps(problem: LinearProblem, options: MpsOptions = {}): string {
  const given = options.names !== "indices";
  const rowNames = names(problem.rows, (i) => (given ? rowName(problem, i) : `r${i}`), "row");
  const columnNames = names(problem.columns, (j) => (given ? columnName(problem, j) : `c${j}`), "column");
  const forms = rowNames.map((name, i) => rowForms(problem, i, name));
  const rows = forms.flat();
  const taken = new Set(rowNames);
  for (const [, twin] of forms)
    if (twin !== undefined && taken.has(twin.name)) badName("row", twin.name, true);
  const lines = [
    `NAME ${options.name ?? "candor"}`,
    "OBJSENSE",
    problem.sense === "maximise" ? "    MAX" : "    MIN",
    "ROWS",
    ` N ${OBJECTIVE}`,
    ...rows.map(({ type, name }) => ` ${type} ${name}`),
    "COLUMNS",
    ...columnLines(problem, forms, columnNames),
    "RHS",
    ...(problem.offset === 0 ? [] : [` RHS ${OBJECTIVE} ${number(-problem.offset)}`]),
    ...rows.flatMap(({ rhs, name }) => (rhs === 0 ? [] : [` RHS ${name} ${number(rhs)}`])),
    "RANGES",
    ...rows.flatMap(({ range, name }) => (range === undefined ? [] : [` RNG ${name} ${number(range)}`])),
    "BOUNDS",
    ...columnNames.flatMap((name, j) => boundLines(problem, j, name)),
    "ENDATA",
  ];
  return `${lines.join("\n")}\n`;
}

/** Shortest decimal that reads back exactly; −0 as 0. */
function number(value: number): string {
  return String(value === 0 ? 0 : value);
}

function names(count: number, nameOf: (k: number) => string, kind: string): string[] {
  const seen = new Set<string>(kind === "row" ? [OBJECTIVE] : []);
  return Array.from({ length: count }, (_, k) => {
    const name = nameOf(k);
    if (!/^[^\s$*]\S*$/.test(name) || seen.has(name)) badName(`${kind}[${k}]`, name, seen.has(name));
    seen.add(name);
    return name;
  });
}

function badName(path: string, name: string, taken: boolean): never {
  const why = taken ? "taken" : "not one word";
  fail(
    "invalid-name",
    path,
    `The name ${JSON.stringify(name)} is ${why}: rename it or write with names: "indices".`,
  );
}

interface RowForm {
  readonly name: string;
  readonly type: "E" | "L" | "G" | "N";
  readonly rhs: number;
  /** L: lower = rhs − range; G: upper = rhs + range. */
  readonly range?: number;
}

/** One row, or two for a range that no difference of doubles gives exactly. */
function rowForms({ rowLower, rowUpper }: LinearProblem, i: number, name: string): readonly RowForm[] {
  const [lower, upper] = [rowLower[i], rowUpper[i]];
  if (lower === upper) return [{ name, type: "E", rhs: lower }];
  if (lower === -Infinity && upper === Infinity) return [{ name, type: "N", rhs: 0 }];
  if (lower === -Infinity) return [{ name, type: "L", rhs: upper }];
  if (upper === Infinity) return [{ name, type: "G", rhs: lower }];
  for (const range of nearby(upper - lower)) {
    if (lower + range === upper) return [{ name, type: "G", rhs: lower, range }];
    if (upper - range === lower) return [{ name, type: "L", rhs: upper, range }];
  }
  return [
    { name, type: "L", rhs: upper },
    { name: `${name}_lower`, type: "G", rhs: lower },
  ];
}

/** A double and its neighbours. */
function nearby(value: number): readonly number[] {
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  return [0n, 1n, -1n].map((step) => {
    double[0] = value;
    bits[0] += step;
    return double[0];
  });
}

function columnLines(
  problem: LinearProblem,
  rows: readonly (readonly RowForm[])[],
  columnNames: readonly string[],
): string[] {
  const { starts, indices, values } = columnWise(problem);
  const lines: string[] = [];
  let whole = 0;
  const mark = (next: number) => {
    if (next !== whole) lines.push(` MARKER 'MARKER' '${next ? "INTORG" : "INTEND"}'`);
    whole = next;
  };
  columnNames.forEach((name, j) => {
    mark(problem.integer?.[j] ?? 0);
    // A column is declared by its first entry: the cost, even when it is 0.
    if (problem.costs[j] !== 0 || starts[j] === starts[j + 1])
      lines.push(` ${name} ${OBJECTIVE} ${number(problem.costs[j])}`);
    for (let p = starts[j]; p < starts[j + 1]; p++)
      for (const row of rows[indices[p]]) lines.push(` ${name} ${row.name} ${number(values[p])}`);
  });
  mark(0);
  return lines;
}

function boundLines(problem: LinearProblem, j: number, name: string): string[] {
  const [lower, upper] = [problem.columnLower[j], problem.columnUpper[j]];
  const line = (type: string, value?: number) =>
    ` ${type} BND ${name}${value === undefined ? "" : ` ${number(value)}`}`;
  if (lower === upper) return [line("FX", lower)];
  if (lower === -Infinity && upper === Infinity) return [line("FR")];
  // Readers disagree on the default bounds of integer columns.
  const below =
    lower === -Infinity ? [line("MI")] : lower !== 0 || problem.integer?.[j] ? [line("LO", lower)] : [];
  const above = upper !== Infinity ? [line("UP", upper)] : problem.integer?.[j] ? [line("PL")] : [];
  return [...below, ...above];
}
