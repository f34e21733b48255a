import { CandorError, fail } from "../numeric/candor-error.js";
import { columnName, type LinearProblem } from "./problem.js";

/** What a solution file says. */
export interface SolutionFile {
  /** By column name, in the order of the file. */
  readonly columns: ReadonlyMap<string, number>;
  /** Where the file says it. */
  readonly objective?: number;
}

/**
 * Reads a solution that a native solver wrote, as plain text of one `name value` per line:
 *
 * - Gurobi `.sol` (`# Objective value = 3`, then the variables); any file of names and values with `#` comments;
 * - HiGHS raw `.sol` (`write_solution_style` 0: sections `# Columns n`, `# Rows n`); the primal columns are taken;
 * - SCIP `.sol` (`objective value: 3`, then `name value (obj:…)`);
 * - CPLEX `.sol`, which is XML with one `<variable name="…" value="…" …/>` a line.
 *
 * @returns the columns; {@link columnValues} puts them in the order of a problem.
 * Errors: `invalid-solution-file` with the line of every mistake (first 20): a line that is not a name and a number, a name that
 * occurs twice, a section that ends early, HiGHS reporting no primal solution.
 */
export function readSolution(text: string): SolutionFile {
  const lines = text.split(/\r\n?|\n/).map((content, k) => ({ content: content.trim(), line: k + 1 }));
  const first = lines.find(({ content }) => content !== "")?.content ?? "";
  const file = new Reading();
  if (first.startsWith("<")) readXml(lines, file);
  else if (lines.some(({ content }) => /^# Columns \d+$/.test(content))) readHighs(lines, file);
  else readPlain(lines, file);
  return file.result();
}

interface Line {
  readonly content: string;
  readonly line: number;
}

class Reading {
  readonly #columns = new Map<string, number>();
  readonly #problems: { code: string; path: string; message: string; line: number; column: number }[] = [];
  objective: number | undefined;

  refuse(line: number, message: string): void {
    if (this.#problems.length < 20)
      this.#problems.push({ code: "invalid-solution-file", path: "", message, line, column: 1 });
  }

  take({ line }: Line, name: string, value: string): void {
    const read = numberFrom(value);
    if (read === undefined) this.refuse(line, `The value of ${name} is ${value}, which is no number.`);
    else if (this.#columns.has(name)) this.refuse(line, `The name ${name} occurs a second time.`);
    else this.#columns.set(name, read);
  }

  result(): SolutionFile {
    if (this.#problems.length > 0) throw new CandorError(this.#problems);
    return { columns: this.#columns, ...(this.objective === undefined ? {} : { objective: this.objective }) };
  }
}

function numberFrom(text: string): number | undefined {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  const value = Number(text);
  return text === "" || Number.isNaN(value) ? undefined : value;
}

function readPlain(lines: readonly Line[], file: Reading): void {
  for (const line of lines) {
    const { content } = line;
    const objective = /^(?:#\s*)?objective value\s*[=:]\s*(\S+)$/i.exec(content);
    if (objective) file.objective = numberFrom(objective[1]);
    if (objective || content === "" || content.startsWith("#") || /^solution status:/i.test(content))
      continue;
    const [name, value, ...rest] = content.split(/\s+/);
    const scip = rest.length === 1 && /^\(obj:.*\)$/.test(rest[0]);
    if (value === undefined || (rest.length > 0 && !scip))
      file.refuse(line.line, `Expected a name and a number, found ${JSON.stringify(content.slice(0, 80))}.`);
    else file.take(line, name, value);
  }
}

function readHighs(lines: readonly Line[], file: Reading): void {
  const start = lines.findIndex(({ content }) => /^# Columns \d+$/.test(content));
  const heading = lines.findIndex(({ content }) => content === "# Primal solution values");
  const status = lines[heading + 1];
  if (heading >= 0 && status.content === "None") {
    file.refuse(status.line, "HiGHS found no primal solution.");
    return;
  }
  const objective = lines.slice(0, start).find(({ content }) => content.startsWith("Objective "));
  if (objective) file.objective = numberFrom(objective.content.slice("Objective ".length));
  const count = Number(lines[start].content.slice("# Columns ".length));
  for (let k = 1; k <= count; k++) {
    const line = lines[start + k];
    const [name, value, ...rest] = line?.content.split(/\s+/) ?? [];
    if (value === undefined || name === "#" || rest.length > 0) {
      file.refuse(
        line?.line ?? lines.length,
        `Expected a name and a number: ${count} columns were announced, this is number ${k}.`,
      );
      return;
    }
    file.take(line, name, value);
  }
}

function readXml(lines: readonly Line[], file: Reading): void {
  let found = false;
  for (const line of lines) {
    const objective = attribute(line.content, "objectiveValue");
    if (objective !== undefined) file.objective = numberFrom(objective);
    if (!/^<variable\s/.test(line.content)) continue;
    found = true;
    const [name, value] = [attribute(line.content, "name"), attribute(line.content, "value")];
    if (name === undefined || value === undefined)
      file.refuse(line.line, "Expected a variable with the attributes name and value.");
    else file.take(line, name, value);
  }
  if (!found) file.refuse(1, "This XML holds no <variable …/> lines.");
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => ENTITIES[entity]);
}

/**
 * The values of a solution file in the order of the problem's columns (its names, else `c0`, `c1`, …).
 * Errors: `missing-column` when the file lacks one, `unknown-column` when it has another.
 */
export function columnValues(problem: LinearProblem, { columns }: SolutionFile): Float64Array {
  const known = new Set<string>();
  const values = Float64Array.from({ length: problem.columns }, (_, j) => {
    const name = columnName(problem, j);
    known.add(name);
    return columns.get(name) ?? fail("missing-column", name, `The solution file has no value for ${name}.`);
  });
  for (const name of columns.keys())
    if (!known.has(name)) fail("unknown-column", name, `The problem has no column ${name}.`);
  return values;
}
