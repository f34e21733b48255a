import type jsep from "jsep";
import { fail } from "../../numeric/candor-error.js";
import { nodeText } from "../expression/node-text.js";
import { usesOwn } from "./affine-in-own.js";

/** A part of a formula whose passing of 0, or of whole numbers, may bend the formula or make it jump. */
export interface Switch {
  /** In the own type. */
  readonly text: string;
  /** What stays the same between two places where it switches. */
  key(value: number): number;
}

/** The switches of a formula, definitions written out: comparisons, min, max, abs, floor, ceil, remainders; those inside others first. */
export function switchesOf(node: jsep.Expression): Switch[] {
  if (!usesOwn(node)) return [];
  const inside = Object.values(node)
    .flat()
    .flatMap((part) =>
      typeof part === "object" && part !== null && "type" in part ? switchesOf(part as jsep.Expression) : [],
    );
  return [...inside, ...switchesAt(node)];
}

const COMPARISONS = ["<", "<=", ">", ">=", "==", "!="];

function switchesAt(node: jsep.Expression): Switch[] {
  if (node.type === "BinaryExpression") {
    const { operator, left, right } = node as jsep.BinaryExpression;
    if (COMPARISONS.includes(operator)) return [difference(left, right)];
    return operator === "%" ? [{ text: `${nodeText(left)} / ${nodeText(right)}`, key: Math.floor }] : [];
  }
  if (node.type !== "CallExpression") return [];
  const { callee, arguments: given } = node as jsep.CallExpression;
  switch (nodeText(callee)) {
    case "min":
    case "max":
      return given.flatMap((one, k) => given.slice(k + 1).map((other) => difference(one, other)));
    case "abs":
      return [{ text: nodeText(given[0]), key: Math.sign }];
    case "floor":
      return [{ text: nodeText(given[0]), key: Math.floor }];
    case "ceil":
      return [{ text: nodeText(given[0]), key: Math.ceil }];
    default:
      return [];
  }
}

function difference(one: jsep.Expression, other: jsep.Expression): Switch {
  return { text: `${nodeText(one)} - ${nodeText(other)}`, key: Math.sign };
}

/** More are no formula to integrate. */
const MOST = 1000;

/**
 * The neighbouring doubles between which a key changes, in pairs, as it passes through places in increasing order: every change where the key is
 * monotone between two of them. Errors: `interval-form` beyond a thousand.
 */
export function changesOf(key: (own: number) => number, places: readonly number[]): number[] {
  const found: number[] = [];
  const look = (low: number, high: number, below: number, above: number) => {
    if (Object.is(below, above)) return;
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) {
      if (found.push(low, high) > 2 * MOST)
        fail("interval-form", "", `This formula changes its form at more than ${MOST} types.`);
      return;
    }
    const between = key(middle);
    look(low, middle, below, between);
    look(middle, high, between, above);
  };
  for (let k = 1; k < places.length; k++) look(places[k - 1], places[k], key(places[k - 1]), key(places[k]));
  return found;
}
