import {
  ConstantNodeDependencies,
  create,
  derivativeDependencies,
  FunctionNodeDependencies,
  type FunctionNode as FunctionNodeType,
  type MathNode,
  OperatorNodeDependencies,
  type OperatorNode as OperatorNodeType,
  type SymbolNode,
  simplifyDependencies,
} from "mathjs";

const { derivative, simplify, ConstantNode, FunctionNode, OperatorNode } = create({
  ...derivativeDependencies,
  ...simplifyDependencies,
  ...ConstantNodeDependencies,
  ...FunctionNodeDependencies,
  ...OperatorNodeDependencies,
});

/** Nodes up to which mathjs simplifies in milliseconds; its time grows exponentially. */
const MOST_TO_SIMPLIFY = 24;
const MOST_NODES = 5000;

/**
 * ∂tree/∂variable, exact: zeros, ones and numbers alone are worked out, and short formulas are simplified further.
 * Throws an Error that says why there is none.
 */
export function derivativeTree(tree: MathNode, variable: string): MathNode {
  const found = tidied(derivative(tidied(tree), variable, { simplify: false }));
  const size = nodesOf(found);
  if (size > MOST_NODES) throw new Error(`it would have ${size} terms, too many to write down`);
  return size <= MOST_TO_SIMPLIFY ? simplify(found) : found;
}

export function nodesOf(tree: MathNode): number {
  let count = 1;
  tree.forEach((child) => {
    count += nodesOf(child);
  });
  return count;
}

type Operation = (a: MathNode, b: MathNode) => MathNode | undefined;

const isNumber = (node: MathNode, value: number) => numberIn(node) === value;

/** What operations with 0 and 1 come to; undefined where there is nothing to gain. */
const SHORTER: Readonly<Record<string, Operation>> = {
  add: (a, b) => (isNumber(a, 0) ? b : isNumber(b, 0) ? a : undefined),
  subtract: (a, b) => (isNumber(b, 0) ? a : isNumber(a, 0) ? negative(b) : undefined),
  multiply: (a, b) =>
    isNumber(a, 0) || isNumber(b, 1) ? a : isNumber(b, 0) || isNumber(a, 1) ? b : undefined,
  divide: (a, b) => (isNumber(b, 1) || isNumber(a, 0) ? a : undefined),
  pow: (a, b) => (isNumber(b, 1) ? a : isNumber(b, 0) ? new ConstantNode(1) : undefined),
};

/** Whole numbers that stay exact. */
const FOLDED: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
};

function tidied(tree: MathNode): MathNode {
  const node = tree.map((child) => tidied(child));
  if (node.type === "ParenthesisNode") return (node as unknown as { readonly content: MathNode }).content;
  if (node.type === "FunctionNode") return writtenOut(node as FunctionNodeType);
  if (node.type !== "OperatorNode") return node;
  const { fn, args } = node as unknown as OperatorNodeType;
  const name = String(fn);
  if (name === "unaryPlus") return args[0];
  if (name === "unaryMinus") return negative(args[0]);
  if (args.length !== 2) return node;
  const [a, b] = args;
  const number = FOLDED[name]?.(numberIn(a), numberIn(b));
  return Number.isSafeInteger(number) ? new ConstantNode(number!) : (SHORTER[name]?.(a, b) ?? node);
}

const quotient = (a: MathNode, b: MathNode) => new OperatorNode("/", "divide", [a, b]);
const call = (name: string, argument: MathNode) => new FunctionNode(name, [argument]);

/** Functions that formulas do not have but derivatives of tan and tanh do, and one that mathjs has no derivative of. */
const WRITTEN_OUT: ReadonlyMap<string, (argument: MathNode) => MathNode> = new Map([
  ["sec", (a) => quotient(new ConstantNode(1), call("cos", a))],
  ["sech", (a) => quotient(new ConstantNode(1), call("cosh", a))],
  ["log2", (a) => quotient(call("log", a), call("log", new ConstantNode(2)))],
]);

function writtenOut(node: FunctionNodeType): MathNode {
  return WRITTEN_OUT.get((node.fn as unknown as SymbolNode).name)?.(node.args[0]) ?? node;
}

function negative(node: MathNode): MathNode {
  const value = numberIn(node);
  if (!Number.isNaN(value)) return new ConstantNode(value === 0 ? 0 : -value);
  const { fn, args } = node as unknown as OperatorNodeType;
  return String(fn) === "unaryMinus" ? args[0] : new OperatorNode("-", "unaryMinus", [node]);
}

/** NaN for what is no number. */
function numberIn(node: MathNode): number {
  const { value } = node as unknown as { readonly value: unknown };
  return node.type === "ConstantNode" && typeof value === "number" ? value : Number.NaN;
}
