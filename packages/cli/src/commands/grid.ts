import { discretizeModel } from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { EXIT } from "../exit.js";
import { tidied } from "../intervals/balance-lines.js";
import { type GridQuantity, type OnGrid, onGrid } from "../intervals/grid-quantity.js";
import { printed } from "../intervals/printed.js";
import { observationsIn } from "../intervals/read-observations.js";
import { openWorld } from "../intervals/study.js";
import { studyOf } from "../intervals/study-of.js";
import { requireWithin } from "../intervals/whole-number.js";
import { tableLines } from "../named-table.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";
import { readRule } from "./discretize.js";

interface GridFlags {
  readonly points: string;
  readonly rule: string;
  readonly json?: boolean;
}

interface GridRow extends OnGrid {
  readonly points: number;
  /** The value on the grid less that of the interval. */
  readonly difference: number;
  /** p where differences fall like 1/points^p, from the grid before to this one. */
  readonly order?: number;
}

const MOST_POINTS = 200;

/** `candor grid FILE`: the numbers of an interval beside those of grids of types, and how fast they meet. Exit code 0. */
export async function grid(path: string, flags: GridFlags): Promise<number> {
  const rule = readRule(flags.rule);
  const sizes = readSizes(flags.points, "--points");
  requireWithin(sizes, "--points", 2, MOST_POINTS);
  const { world, model, files, placing } = openWorld(path);
  const study = studyOf(world);
  if (study.onGrid === undefined)
    return fail("interval-form", "", "Grids are compared for an object or quantities, not for a project.");
  const found = placing(study.places, () => study.examine(study.fromWorld(world, {}), {}));
  const quantities = study.onGrid(world, found);
  const progress = showProgress(sizes.length * quantities.length);
  const tables: { readonly quantity: GridQuantity; readonly rows: GridRow[] }[] = [];
  for (const quantity of quantities) {
    const rows: GridRow[] = [];
    for (const points of sizes) {
      progress.step(`${quantity.name} on ${points} points`);
      const finite = discretizeModel(model, {
        ...{ points, rule, quantities: 2 * points + 1 },
        observations: observationsIn(files),
      });
      rows.push(rowOf(points, await onGrid(quantity.finite, finite, files), quantity, rows.at(-1)));
    }
    tables.push({ quantity, rows });
  }
  progress.done();
  const lines = flags.json ? [JSON.stringify(tables.map(data), null, 2)] : tables.flatMap(linesOf).slice(1);
  process.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.holds;
}

function rowOf(points: number, answer: OnGrid, { interval }: GridQuantity, before?: GridRow): GridRow {
  const difference = answer.value - interval.value;
  const order = before && Math.log(before.difference / difference) / Math.log(points / before.points);
  return { points, ...answer, difference, ...(order !== undefined && Number.isFinite(order) && { order }) };
}

function data({
  quantity: { name, interval },
  rows,
}: {
  readonly quantity: GridQuantity;
  readonly rows: GridRow[];
}) {
  return { name, interval: { value: interval.value, error: interval.error }, rows };
}

function linesOf({
  quantity: { name, interval },
  rows,
}: {
  readonly quantity: GridQuantity;
  readonly rows: GridRow[];
}) {
  const table = rows.map(({ points, value, difference, order, proved }) => [
    String(points),
    tidied(value),
    String(Number(difference.toPrecision(3))),
    order === undefined ? "" : order.toFixed(2),
    proved ? "proved" : "",
  ]);
  const head = ["types", "on the grid", "off by", "order", "optimum"];
  return ["", `${name}: ${printed(interval)} on the interval`, ...tableLines({ head, rows: table })];
}
