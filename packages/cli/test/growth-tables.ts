import { parseModel } from "@candor/core/io";
import type { Cell, GrowthTable, QuantityId } from "../src/growth/growth.js";
import { growthTable } from "../src/growth/growth-table.js";
import { ruleList } from "../src/growth/rule-list.js";

export const CITIZENS = `candor: 1
title: A bridge
agents: { Citizen: { count: 4, types: [-1, 1] } }
beliefs: { independent: uniform }
alternatives: [build, not]
values: 'alternative == "build" ? own : 0'
mechanism: { rule: pivot }
`;
export const TOWNS = `candor: 1
agents:
  East: { count: 5, types: [-1, 2] }
  West: { count: 3, types: [-2, 1] }
  Mill: { types: [0, 3] }
beliefs: { independent: uniform }
alternatives: [not, build]
values: 'alternative == "build" ? own - 1/n : 0'
`;
export const NO_FILES = () => {
  throw new Error("no side files");
};

export function table(
  text: string,
  rules: string | undefined,
  sizes: number[],
  mode: "auto" | "exact" | "float" = "auto",
) {
  const model = parseModel(text);
  return growthTable({
    model,
    files: NO_FILES,
    rules: ruleList(rules, model),
    sizes,
    mode,
    progress: () => {},
  });
}

export function cell(found: GrowthTable, rule: number, size: number, id: QuantityId): Cell {
  return found.rules[rule].measurements[size].cells[id];
}

export function shown(each: Cell): string | number {
  return each.state === "value" ? (each.exact ?? each.value) : each.state;
}
