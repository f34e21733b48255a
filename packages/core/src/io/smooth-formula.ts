import {
  create,
  type FunctionNode,
  type MathNode,
  type OperatorNode,
  parseDependencies,
  type SymbolNode,
} from "mathjs";
import { CandorError, fail } from "../numeric/candor-error.js";
import { shortened } from "./expression/parse-expression.js";
import { derivativeTree, nodesOf } from "./formula-derivative.js";
import { nearest } from "./nearest.js";

const { parse } = create(parseDependencies);

/** A formula in some variables with its exact derivatives. */
export interface SmoothFormula {
  readonly variables: readonly string[];
  /** As it is read, in the usual notation. */
  readonly text: string;
  readonly tex: string;
  /** Its value; the arguments in the order of the variables. NaN or ±∞ where it has none. */
  at(...values: number[]): number;
  /** ∂/∂variable as a formula. Errors: `not-differentiable`, `unknown-name`. */
  derivative(variable: string): SmoothFormula;
}

type Evaluate = (values: readonly number[]) => number;

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  abs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  // What derivatives of tan and tanh are written with.
  sec: (x) => 1 / Math.cos(x),
  sech: (x) => 1 / Math.cosh(x),
};
/** Other spellings. */
const ALIASES: Readonly<Record<string, string>> = { ln: "log" };
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };
const LONGEST = 2000;
/** Names, numbers and operations; the length of a second derivative grows with their third power. */
const MOST_NODES = 600;

/**
 * Reads a formula such as "theta * sqrt(x) - x^2/2" for exact values in doubles and exact symbolic derivatives (mathjs). A name of the language
 * may stand for a variable: θ for theta.
 * Errors, with `path`: `expression`, `unknown-name`, `not-differentiable`.
 */
export function smoothFormula(text: string, variables: readonly string[], path = ""): SmoothFormula {
  return formulaOf(parsedFormula(text, path), variables, path);
}

/** A formula as mathjs' tree, with the names that evaluation knows. Errors: `expression`. */
export function parsedFormula(text: string, path = ""): MathNode {
  if (text.length > LONGEST)
    fail("expression", path, `This formula has ${text.length} characters; at most ${LONGEST} are read.`);
  if (text.trim() === "") fail("expression", path, "Here a formula is needed, and there is none.");
  const refuse = (reason: string) =>
    fail("expression", path, `"${shortened(text)}" cannot be read: ${reason}.`);
  try {
    const tree = renamed(parse(text.replaceAll("θ", "theta")));
    const size = nodesOf(tree);
    return size <= MOST_NODES
      ? tree
      : refuse(`it has ${size} names, numbers and operations; write it shorter`);
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(error.message);
    if (error instanceof RangeError) return refuse("it is nested too deep");
    throw error;
  }
}

/** The tree with the names that evaluation knows. */
function renamed(tree: MathNode): MathNode {
  return tree.transform((node) => {
    if (node.type === "SymbolNode" && Object.hasOwn(ALIASES, (node as SymbolNode).name))
      (node as SymbolNode).name = ALIASES[(node as SymbolNode).name];
    return node;
  });
}

function formulaOf(tree: MathNode, variables: readonly string[], path: string): SmoothFormula {
  const evaluate = compile(tree, variables, path);
  return {
    variables,
    // Written when asked for: of long derivatives that takes longer than all else.
    get text() {
      return tree.toString();
    },
    get tex() {
      return tree.toTex();
    },
    at: (...values) => evaluate(values),
    derivative(variable) {
      if (!variables.includes(variable))
        fail(
          "unknown-name",
          path,
          `The formula has no variable ${variable}; it has ${variables.join(", ")}.`,
        );
      try {
        return formulaOf(derivativeTree(tree, variable), variables, path);
      } catch (error) {
        if (error instanceof CandorError) throw error;
        return fail(
          "not-differentiable",
          path,
          `"${shortened(tree.toString())}" has no derivative in ${variable} that can be written down: ${(error as Error).message}.`,
        );
      }
    },
  };
}

/** The tree as nested functions of the variables; mathjs' own evaluation is slower by an order of magnitude. */
function compile(node: MathNode, variables: readonly string[], path: string): Evaluate {
  const inner = (each: MathNode) => compile(each, variables, path);
  switch (node.type) {
    case "ConstantNode": {
      const { value } = node as unknown as { readonly value: unknown };
      if (typeof value !== "number") return fail("expression", path, `"${node.toString()}" is not a number.`);
      if (!Number.isFinite(value))
        return fail("expression", path, "A number of the formula is larger than doubles reach, 1.8e308.");
      return () => value;
    }
    case "ParenthesisNode":
      return inner((node as unknown as { readonly content: MathNode }).content);
    case "SymbolNode":
      return compileName((node as SymbolNode).name, variables, path);
    case "OperatorNode": {
      const { fn, args } = node as unknown as OperatorNode;
      return compileOperator(String(fn), args.map(inner), () =>
        fail("expression", path, `"${node.toString()}": only + − * / ^ combine numbers here.`),
      );
    }
    case "FunctionNode": {
      const { name, args } = callOf(node as FunctionNode);
      if (!Object.hasOwn(FUNCTIONS, name)) return refuseFunction(name, variables, path);
      if (args.length !== 1)
        return fail(
          "expression",
          path,
          `${name} takes one number, as in ${name}(x); here it has ${args.length}.`,
        );
      const own = FUNCTIONS[name];
      const argument = inner(args[0]);
      return (values) => own(argument(values));
    }
    default:
      return fail("expression", path, `"${node.toString()}" is not a formula of numbers.`);
  }
}

function callOf(node: FunctionNode): { readonly name: string; readonly args: readonly MathNode[] } {
  return { name: (node.fn as unknown as SymbolNode).name, args: node.args };
}

function compileName(name: string, variables: readonly string[], path: string): Evaluate {
  const at = variables.indexOf(name);
  if (at >= 0) return (values) => values[at];
  if (Object.hasOwn(CONSTANTS, name)) {
    const value = CONSTANTS[name];
    return () => value;
  }
  const close = nearest(name, variables);
  return fail(
    "unknown-name",
    path,
    `"${name}" is not known here; ${close ? `did you mean ${close}?` : `variables: ${variables.join(", ")}.`}`,
  );
}

function compileOperator(name: string, args: readonly Evaluate[], refuse: () => never): Evaluate {
  const [a, b] = args;
  switch (name) {
    case "add":
      return (values) => a(values) + b(values);
    case "subtract":
      return (values) => a(values) - b(values);
    case "multiply":
      return (values) => a(values) * b(values);
    case "divide":
      return (values) => a(values) / b(values);
    case "pow":
      return (values) => a(values) ** b(values);
    case "unaryMinus":
      return (values) => -a(values);
    case "unaryPlus":
      return a;
    default:
      return refuse();
  }
}

function refuseFunction(name: string, variables: readonly string[], path: string): never {
  if (variables.includes(name))
    return fail("expression", path, `${name} is a variable, no function; write ${name}*(…) to multiply.`);
  const names = Object.keys(FUNCTIONS);
  const close = nearest(name, names);
  return fail(
    "unknown-name",
    path,
    `"${name}" is not a function of one number known here; ${close ? `did you mean ${close}?` : `there are ${names.join(", ")}.`}`,
  );
}
