import type { FunctionNode, MathNode, OperatorNode, SymbolNode } from "mathjs";
import { fail } from "../numeric/candor-error.js";
import { type Enclosure, enclosure } from "../numeric/enclosure.js";
import {
  bendsOf,
  called,
  constant,
  dependsOn,
  derivativeOf,
  encloseTree,
  type FormulaTree,
  isAnalyticInside,
  operation,
  withNumber,
} from "./formula-tree.js";
import { parsedFormula, smoothFormula } from "./smooth-formula.js";

/** From low to high; ends may be infinite. */
export type Range = readonly [low: number, high: number];

/** A formula that tells where all its values on a box lie. */
export interface EnclosedFormula {
  readonly variables: readonly string[];
  /** A set that holds all values for arguments in these ranges, in the order of the variables; it uses where the formula rises or falls. */
  on(...ranges: Range[]): Enclosure;
  /** ∂/∂variable; at a bend of |·| it holds both one-sided ones. */
  derivative(variable: string): EnclosedFormula;
  /** With a number in place of a variable, which `variables` keeps. */
  at(variable: string, value: number): EnclosedFormula;
  minus(other: EnclosedFormula): EnclosedFormula;
  dependsOn(variable: string): boolean;
  /** Whether it is certain that the formula is analytic inside the ranges, so that it is 0 there almost nowhere or everywhere. */
  isAnalyticOn(...ranges: Range[]): boolean;
  /** What stands between the bars of every |·|. */
  readonly bends: readonly EnclosedFormula[];
}

/**
 * Reads a formula as `smoothFormula` does, to prove things about all its values at once: every operation is rounded outwards and
 * derivatives are taken on the tree. Numbers, and what is computed from numbers alone, are the doubles that evaluation has.
 * Errors: those of `smoothFormula`. Complexity of `on`: 3 + 2·variables passes over the tree.
 * Source: Moore (1966), Interval Analysis; IEEE Std 1788-2015.
 */
export function enclosedFormula(text: string, variables: readonly string[], path = ""): EnclosedFormula {
  smoothFormula(text, variables, path);
  return enclosed(treeOf(parsedFormula(text, path), variables, path), variables);
}

interface WithTree extends EnclosedFormula {
  readonly tree: FormulaTree;
}

function enclosed(tree: FormulaTree, variables: readonly string[]): WithTree {
  const index = (variable: string) => variables.indexOf(variable);
  const free = variables.map((_, k) => dependsOn(tree, k));
  let slopes: readonly FormulaTree[] | undefined;
  return {
    tree,
    variables,
    on(...ranges) {
      const box = boxOf(ranges);
      const whole = encloseTree(tree, box);
      // A function with poles may rise everywhere and still have no smallest value at the lower end.
      if (!whole.everywhere || whole.low === whole.high) return whole;
      slopes ??= variables.map((_, k) => derivativeOf(tree, k));
      return tightened(tree, whole, box, slopes, free);
    },
    derivative: (variable) => enclosed(derivativeOf(tree, index(variable)), variables),
    at: (variable, value) => enclosed(withNumber(tree, index(variable), value), variables),
    minus: (other) => enclosed(operation("subtract", tree, (other as WithTree).tree), variables),
    dependsOn: (variable) => free[index(variable)],
    isAnalyticOn: (...ranges) => isAnalyticInside(tree, boxOf(ranges)),
    get bends() {
      return bendsOf(tree).map((inner) => enclosed(inner, variables));
    },
  };
}

const boxOf = (ranges: readonly Range[]) => ranges.map(([low, high]) => enclosure(low, high));

/** Where the formula rises (or falls) in a variable its extremes lie at the ends of that variable's range. */
function tightened(
  tree: FormulaTree,
  whole: Enclosure,
  box: readonly Enclosure[],
  slopes: readonly FormulaTree[],
  free: readonly boolean[],
): Enclosure {
  const [least, most] = [[...box], [...box]];
  let found = false;
  box.forEach(({ low, high, everywhere }, k) => {
    if (!free[k] || low === high) return;
    const slope = encloseTree(slopes[k], box);
    if (!(slope.low >= 0 || slope.high <= 0)) return;
    const [start, end] = slope.low >= 0 ? [low, high] : [high, low];
    if (Number.isFinite(start)) least[k] = { low: start, high: start, everywhere };
    if (Number.isFinite(end)) most[k] = { low: end, high: end, everywhere };
    found = true;
  });
  if (!found) return whole;
  return {
    low: Math.max(whole.low, encloseTree(tree, least).low),
    high: Math.min(whole.high, encloseTree(tree, most).high),
    everywhere: true,
  };
}

const RECIPROCALS: Readonly<Record<string, string>> = { sec: "cos", sech: "cosh" };

/** Numbers are left for evaluation to combine. */
function combined(kind: (typeof OPERATORS)[number], left: FormulaTree, right: FormulaTree): FormulaTree {
  return left.kind === "constant" && right.kind === "constant"
    ? { kind, left, right }
    : operation(kind, left, right);
}

const OPERATORS = ["add", "subtract", "multiply", "divide", "pow"] as const;

function treeOf(node: MathNode, variables: readonly string[], path: string): FormulaTree {
  const tree = treeIn(node, variables, path);
  if (tree.kind === "constant" || variables.some((_, k) => dependsOn(tree, k))) return tree;
  const value = smoothFormula(node.toString(), [], path).at();
  return Number.isFinite(value) ? constant(value) : tree;
}

function treeIn(node: MathNode, variables: readonly string[], path: string): FormulaTree {
  const inner = (each: MathNode) => treeOf(each, variables, path);
  switch (node.type) {
    case "ConstantNode":
      return constant(Number((node as unknown as { readonly value: unknown }).value));
    case "ParenthesisNode":
      return inner((node as unknown as { readonly content: MathNode }).content);
    case "SymbolNode": {
      const { name } = node as SymbolNode;
      const index = variables.indexOf(name);
      return index >= 0 ? { kind: "variable", index } : constant(name === "pi" ? Math.PI : Math.E);
    }
    case "FunctionNode": {
      const { fn, args } = node as FunctionNode;
      const { name } = fn as unknown as SymbolNode;
      const reciprocal = RECIPROCALS[name];
      if (reciprocal === undefined) return called(name, inner(args[0]));
      return operation("divide", constant(1), called(reciprocal, inner(args[0])));
    }
    case "OperatorNode": {
      const { fn, args } = node as unknown as OperatorNode;
      const parts = (args as MathNode[]).map(inner);
      if (String(fn) === "unaryMinus") return combined("subtract", constant(0), parts[0]);
      if (String(fn) === "unaryPlus") return parts[0];
      const kind = OPERATORS.find((each) => each === String(fn));
      if (kind !== undefined) return combined(kind, parts[0], parts[1]);
    }
  }
  return fail("expression", path, `"${node.toString()}" is not a formula of numbers.`);
}
