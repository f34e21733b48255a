import {
  add,
  call,
  divide,
  type Enclosure,
  enclosure,
  isPoint,
  multiply,
  power,
  subtract,
} from "../numeric/enclosure.js";

/** A formula as a tree of its own, for enclosures: no step of it is rounded. */
export type FormulaTree =
  | { readonly kind: "constant"; readonly value: Enclosure }
  | { readonly kind: "variable"; readonly index: number }
  | { readonly kind: Operation; readonly left: FormulaTree; readonly right: FormulaTree }
  | { readonly kind: "call"; readonly name: string; readonly inner: FormulaTree };

type Operation = "add" | "subtract" | "multiply" | "divide" | "pow";

const OPERATIONS: Readonly<Record<Operation, (a: Enclosure, b: Enclosure) => Enclosure>> = {
  add,
  subtract,
  multiply,
  divide,
  pow: power,
};

export const constant = (low: number, high = low): FormulaTree => ({
  kind: "constant",
  value: enclosure(low, high),
});
const ZERO = constant(0);
const ONE = constant(1);
const TWO = constant(2);

const is = (tree: FormulaTree, value: number) =>
  tree.kind === "constant" && isPoint(tree.value) && tree.value.low === value;

/** left ∘ right; constants are computed, and 0 and 1 vanish where they change nothing. */
export function operation(kind: Operation, left: FormulaTree, right: FormulaTree): FormulaTree {
  if (left.kind === "constant" && right.kind === "constant") {
    const value = OPERATIONS[kind](left.value, right.value);
    if (value.everywhere) return { kind: "constant", value };
  }
  if (kind === "add") {
    if (is(left, 0)) return right;
    if (is(right, 0)) return left;
  }
  if (kind === "subtract" && is(right, 0)) return left;
  if (kind === "multiply") {
    if (is(left, 0) || is(right, 0)) return ZERO;
    if (is(left, 1)) return right;
    if (is(right, 1)) return left;
    if (left.kind === "variable" && right.kind === "variable" && left.index === right.index)
      return operation("pow", left, TWO);
  }
  if (kind === "divide" && (is(right, 1) || is(left, 0))) return left;
  if (kind === "pow" && is(right, 1)) return left;
  if (kind === "pow" && is(right, 0)) return ONE;
  return { kind, left, right };
}

export function called(name: string, inner: FormulaTree): FormulaTree {
  return { kind: "call", name, inner };
}

/** Whether the variable occurs. */
export function dependsOn(tree: FormulaTree, index: number): boolean {
  if (tree.kind === "constant") return false;
  if (tree.kind === "variable") return tree.index === index;
  if (tree.kind === "call") return dependsOn(tree.inner, index);
  return dependsOn(tree.left, index) || dependsOn(tree.right, index);
}

/** ∂/∂ the variable; of |a| with sign(a), which stands for both one-sided derivatives at a bend. */
export function derivativeOf(tree: FormulaTree, index: number): FormulaTree {
  if (!dependsOn(tree, index)) return ZERO;
  switch (tree.kind) {
    case "constant":
      return ZERO;
    case "variable":
      return ONE;
    case "call":
      return operation("multiply", OUTER[tree.name](tree.inner), derivativeOf(tree.inner, index));
    default:
      return ofOperation(tree.kind, tree.left, tree.right, index);
  }
}

function ofOperation(kind: Operation, a: FormulaTree, b: FormulaTree, index: number): FormulaTree {
  const [da, db] = [derivativeOf(a, index), derivativeOf(b, index)];
  const times = (x: FormulaTree, y: FormulaTree) => operation("multiply", x, y);
  switch (kind) {
    case "add":
    case "subtract":
      return operation(kind, da, db);
    case "multiply":
      return operation("add", times(da, b), times(a, db));
    case "divide":
      if (is(db, 0)) return operation("divide", da, b);
      return operation("divide", operation("subtract", times(da, b), times(a, db)), operation("pow", b, TWO));
    case "pow": {
      const byBase = times(times(b, operation("pow", a, operation("subtract", b, ONE))), da);
      if (is(db, 0)) return byBase;
      return operation("add", byBase, times(times(operation("pow", a, b), called("log", a)), db));
    }
  }
}

/** The derivatives of functions of one number. */
const OUTER: Readonly<Record<string, (a: FormulaTree) => FormulaTree>> = {
  sqrt: (a) => operation("divide", constant(0.5), called("sqrt", a)),
  cbrt: (a) => operation("divide", ONE, operation("multiply", constant(3), squared("cbrt", a))),
  exp: (a) => called("exp", a),
  log: (a) => operation("divide", ONE, a),
  log10: (a) => operation("divide", ONE, operation("multiply", called("log", constant(10)), a)),
  log2: (a) => operation("divide", ONE, operation("multiply", called("log", TWO), a)),
  abs: (a) => called("sign", a),
  sign: (a) => called("bend", a),
  sin: (a) => called("cos", a),
  cos: (a) => operation("subtract", ZERO, called("sin", a)),
  tan: (a) => operation("add", ONE, squared("tan", a)),
  atan: (a) => operation("divide", ONE, operation("add", ONE, operation("pow", a, TWO))),
  sinh: (a) => called("cosh", a),
  cosh: (a) => called("sinh", a),
  tanh: (a) => operation("subtract", ONE, squared("tanh", a)),
};

function squared(name: string, a: FormulaTree): FormulaTree {
  return operation("pow", called(name, a), TWO);
}

/** The formula with a number in place of a variable. */
export function withNumber(tree: FormulaTree, index: number, value: number): FormulaTree {
  if (tree.kind === "constant") return tree;
  if (tree.kind === "variable") return tree.index === index ? constant(value) : tree;
  if (tree.kind === "call") return called(tree.name, withNumber(tree.inner, index, value));
  return operation(tree.kind, withNumber(tree.left, index, value), withNumber(tree.right, index, value));
}

/** All values of the formula on a box of arguments. */
export function encloseTree(tree: FormulaTree, box: readonly Enclosure[]): Enclosure {
  switch (tree.kind) {
    case "constant":
      return tree.value;
    case "variable":
      return box[tree.index];
    case "call":
      return call(tree.name, encloseTree(tree.inner, box));
    default:
      return OPERATIONS[tree.kind](encloseTree(tree.left, box), encloseTree(tree.right, box));
  }
}

/** The arguments of every |·| in the formula. */
export function bendsOf(tree: FormulaTree): FormulaTree[] {
  if (tree.kind === "constant" || tree.kind === "variable") return [];
  if (tree.kind === "call") return [...(tree.name === "abs" ? [tree.inner] : []), ...bendsOf(tree.inner)];
  return [...bendsOf(tree.left), ...bendsOf(tree.right)];
}

/**
 * Whether the formula is analytic in the inside of a box: nothing that may bend or end there is 0 (then it is 0 on a null set or
 * everywhere). False where that is not certain.
 */
export function isAnalyticInside(tree: FormulaTree, box: readonly Enclosure[]): boolean {
  if (tree.kind === "constant" || tree.kind === "variable") return true;
  if (tree.kind === "call")
    return (
      tree.name !== "tan" &&
      isAnalyticInside(tree.inner, box) &&
      (ENTIRE.includes(tree.name) || isPositiveInside(tree.inner, box))
    );
  const { kind, left, right } = tree;
  if (!isAnalyticInside(left, box) || !isAnalyticInside(right, box)) return false;
  if (kind === "divide") return isPositiveInside(right, box) || encloseTree(right, box).high < 0;
  if (kind !== "pow") return true;
  const whole = right.kind === "constant" && isPoint(right.value) && Number.isInteger(right.value.low);
  return (whole && right.value.low >= 0) || isPositiveInside(left, box);
}

/** Functions analytic on all of the line; the rest but `tan` are on the positive numbers. */
const ENTIRE: readonly string[] = ["exp", "sin", "cos", "atan", "sinh", "cosh", "tanh"];

function isPositiveInside(tree: FormulaTree, box: readonly Enclosure[]): boolean {
  if (tree.kind === "variable" && box[tree.index].low >= 0 && box[tree.index].high > 0) return true;
  if (tree.kind === "call" && tree.name === "sqrt") return isPositiveInside(tree.inner, box);
  if (tree.kind === "pow" && isPositiveInside(tree.left, box)) return true;
  if ("left" in tree && tree.kind !== "subtract" && tree.kind !== "pow")
    if (isPositiveInside(tree.left, box) && isPositiveInside(tree.right, box)) return true;
  const { low, everywhere } = encloseTree(tree, box);
  return low > 0 && everywhere;
}
