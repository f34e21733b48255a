import { type Growth, printGrowth, seemsToVanish } from "@candor/core/population";
import { printQuantity } from "@candor/core/properties";
import { type NamedTable, tableLines } from "../named-table.js";
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

/** What the last column is. */
export const ESTIMATE =
  "What is said of growing n is an estimate from the largest sizes shown, never a proof about other sizes.";

/** The table for people, one block a rule. */
export function growthLines(table: GrowthTable): string[] {
  const reasons = reasonLines(table);
  return [
    `${table.title}: as the population grows`,
    "",
    ...tableLines(compositionTable(table)),
    ...table.rules.flatMap((rule) => [
      "",
      ...(isComputed(rule) ? tableLines(ruleTable(rule)) : []),
      ...methodLines(rule),
    ]),
    "",
    ...(table.rules.filter(isComputed).length > 1 ? [...tableLines(summaryTable(table)), ""] : []),
    ESTIMATE,
    ...(reasons.length === 0 ? [] : ["", ...reasons]),
  ];
}

/** What is compared between rules. */
const COMPARED: readonly { readonly id: QuantityId; readonly title: string }[] = [
  { id: "bayesian-ic", title: "expected gain from a lie" },
  { id: "dominant-strategy-ic", title: "gain, whatever others report" },
  { id: "payments-per-head", title: "payments per head" },
  { id: "ex-post-deficit", title: "largest deficit" },
  { id: "loss-per-head", title: "welfare lost per head" },
];

/** All rules side by side: the estimates alone. */
export function summaryTable({ rules }: GrowthTable): NamedTable {
  const computed = rules.filter(isComputed);
  return {
    head: ["as n grows", ...COMPARED.map(({ title }) => title)],
    rows: computed.map(({ rule, measurements, growth }) => [
      rule,
      ...COMPARED.map(({ id }) => estimate(growth[id], measurements[0].n)),
    ]),
  };
}

export function compositionTable({ compositions }: GrowthTable): NamedTable {
  const names = [...compositions[0].groups.keys()];
  return {
    head: ["members of", ...compositions.map(({ n }) => `n = ${n}`)],
    rows: names.map((name) => [name, ...compositions.map(({ groups }) => `${groups.get(name)}`)]),
  };
}

export function isComputed({ measurements }: RuleGrowth): boolean {
  return measurements.some(({ method }) => method !== "not computed");
}

/** One rule: a row a quantity, a column a size, and the estimate. */
export function ruleTable({ rule, measurements, growth }: RuleGrowth): NamedTable {
  const smallest = measurements[0].n;
  return {
    head: [rule, ...measurements.map(({ n }) => `n = ${n}`), "as n grows"],
    rows: QUANTITIES.filter(({ id }) => !UNSHOWN.includes(id)).map(({ id }) => [
      titleOf(id),
      ...measurements.map(({ cells }) => printCell(cells[id])),
      estimate(growth[id], smallest),
    ]),
  };
}

/** A total that is not shown gives its name to the row per head. */
export function titleOf(id: QuantityId): string {
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

/** How the numbers of a rule came about. */
export function methodLines(rule: RuleGrowth): string[] {
  if (!isComputed(rule)) return [`${rule.rule}: not computed at any of these sizes.`];
  return (Object.keys(METHODS) as (keyof typeof METHODS)[])
    .map((method) => ({ method, at: rule.measurements.filter((each) => each.method === method) }))
    .filter(({ at }) => at.length > 0)
    .map(({ method, at }) => `n = ${at.map(({ n }) => n).join(", ")}: computed ${METHODS[method]}.`);
}

/** Every reason for an empty cell once, with the rules and sizes that it holds for. */
export function reasonLines({ rules }: GrowthTable): string[] {
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
