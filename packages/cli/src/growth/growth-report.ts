import { type Growth, printGrowth, seemsToVanish } from "@candor/core/population";
import { printQuantity } from "@candor/core/properties";
import { plainTable } from "../plain-table.js";
import {
  type Cell,
  type GrowthTable,
  type Method,
  QUANTITIES,
  type QuantityId,
  type RuleGrowth,
} from "./growth.js";

/** Totals that are shown per head alone. */
const UNSHOWN: readonly QuantityId[] = ["welfare", "first-best"];

const METHODS: Readonly<Record<Exclude<Method, "not computed">, string>> = {
  exact: "in fractions, exactly",
  doubles: "in doubles; ± bounds the rounding error",
  "doubles by type counts": "in doubles from the counts of types; ± bounds the rounding error",
};

/** The table for people, one block a rule. */
export function growthLines(table: GrowthTable): string[] {
  const reasons = reasonLines(table);
  return [
    `${table.title}: as the population grows`,
    "",
    ...compositionLines(table),
    ...table.rules.flatMap((rule) => ["", ...ruleLines(rule)]),
    "",
    "The last column is an estimate from the largest sizes shown, never a proof about other sizes.",
    ...(reasons.length === 0 ? [] : ["", ...reasons]),
  ];
}

function compositionLines({ compositions }: GrowthTable): string[] {
  const names = [...compositions[0].groups.keys()];
  const head = ["members of", ...compositions.map(({ n }) => `n = ${n}`)];
  return plainTable(
    head,
    names.map((name) => [name, ...compositions.map(({ groups }) => `${groups.get(name)}`)]),
  );
}

function ruleLines({ rule, measurements, growth }: RuleGrowth): string[] {
  if (measurements.every(({ method }) => method === "not computed"))
    return [`${rule}: not computed at any of these sizes.`];
  const smallest = measurements[0].n;
  const rows = QUANTITIES.filter(({ id }) => !UNSHOWN.includes(id)).map(({ id }) => [
    titleOf(id),
    ...measurements.map(({ cells }) => printCell(cells[id])),
    estimate(growth[id], smallest),
  ]);
  return [
    ...plainTable([rule, ...measurements.map(({ n }) => `n = ${n}`), "as n grows"], rows),
    ...methodLines(measurements),
  ];
}

/** A total that is not shown gives its name to the row per head. */
function titleOf(id: QuantityId): string {
  const at = QUANTITIES.findIndex((each) => each.id === id);
  const before = QUANTITIES[at - 1];
  return before && UNSHOWN.includes(before.id) ? `${before.title} per head` : QUANTITIES[at].title;
}

function printCell(cell: Cell): string {
  if (cell.state !== "value") return cell.state;
  const { value, errorBound, exact } = cell;
  if (errorBound === 0) return printQuantity({ value, ...(exact === undefined ? {} : { exact }) });
  return `${printQuantity({ value: Math.abs(value) <= errorBound ? 0 : value })} ± ${errorBound.toExponential(0)}`;
}

function estimate(growth: Growth, smallest: number): string {
  return growth.kind === "unclear" ? "unclear" : printGrowth(growth, smallest);
}

function methodLines(measurements: RuleGrowth["measurements"]): string[] {
  const methods = (Object.keys(METHODS) as (keyof typeof METHODS)[]).map((method) => ({
    method,
    sizes: measurements.filter((each) => each.method === method).map(({ n }) => n),
  }));
  return methods
    .filter(({ sizes }) => sizes.length > 0)
    .map(({ method, sizes }) => `n = ${sizes.join(", ")}: computed ${METHODS[method]}.`);
}

/** Every reason for an empty cell once, with the rules and sizes that it holds for. */
function reasonLines({ rules }: GrowthTable): string[] {
  const places = new Map<string, Set<string>>();
  for (const { rule, measurements } of rules)
    for (const { n, cells } of measurements)
      for (const cell of Object.values(cells)) {
        if (cell.state === "value") continue;
        const key = `${rule}, ${cell.state}: ${cell.reason}`;
        places.set(key, (places.get(key) ?? new Set()).add(`${n}`));
      }
  return [...places].map(([key, sizes]) => `n = ${[...sizes].join(", ")}: ${key}`);
}

/** The stable form of `candor grow --json`. */
export function growthData({ title, compositions, rules }: GrowthTable): object {
  return {
    title,
    quantities: QUANTITIES,
    sizes: compositions.map(({ n, groups }) => ({ n, groups: Object.fromEntries(groups) })),
    rules: rules.map(({ rule, measurements, growth }) => ({
      rule,
      measurements,
      growth: Object.fromEntries(
        Object.entries(growth).map(([id, each]) => [
          id,
          { ...each, words: printGrowth(each, compositions[0].n), vanishes: seemsToVanish(each) },
        ]),
      ),
    })),
  };
}
