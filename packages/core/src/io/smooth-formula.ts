import {
  create,
  derivativeDependencies,
  type FunctionNode,
  type MathNode,
  type OperatorNode,
  parseDependencies,
  type SymbolNode,
} from "mathjs";
import { fail } from "../numeric/candor-error.js";
import { nearest } from "./nearest.js";

const { parse, derivative } = create({ ...parseDependencies, ...derivativeDependencies });

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
};
/** Other spellings. */
const ALIASES: Readonly<Record<string, string>> = { ln: "log" };
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };
const LONGEST = 2000;

/**
 * Reads a formula such as "theta * sqrt(x) - x^2/2" for exact values in doubles and exact symbolic derivatives (mathjs). A name of the language
 * may stand for a variable: θ for theta.
 * Errors, with `path`: `expression`, `unknown-name`, `not-differentiable`.
 */
export function smoothFormula(text: string, variables: readonly string[], path = ""): SmoothFormula {
  if (text.length > LONGEST)
    fail("expression", path, `This formula has ${text.length} characters; at most ${LONGEST} are read.`);
  try {
    return formulaOf(renamed(parse(text.replaceAll("θ", "theta"))), variables, path);
  } catch (error) {
    if (error instanceof SyntaxError)
      return fail("expression", path, `"${text}" cannot be read: ${error.message}.`);
    throw error;
  }
}

/** The tree with the names that evaluation knows. */
function renamed(tree: MathNode): MathNode {
  return tree.transform((node) => {
    if (node.type === "SymbolNode" && ALIASES[(node as SymbolNode).name] !== undefined)
      (node as SymbolNode).name = ALIASES[(node as SymbolNode).name];
    return node;
  });
}

function formulaOf(tree: MathNode, variables: readonly string[], path: string): SmoothFormula {
  const evaluate = compile(tree, variables, path);
  return {
    variables,
    text: tree.toString(),
    tex: tree.toTex(),
    at: (...values) => evaluate(values),
    derivative(variable) {
      if (!variables.includes(variable))
        fail(
          "unknown-name",
          path,
          `The formula has no variable ${variable}; it has ${variables.join(", ")}.`,
        );
      try {
        return formulaOf(derivative(tree, variable), variables, path);
      } catch (error) {
        return fail(
          "not-differentiable",
          path,
          `"${tree.toString()}" has no derivative in ${variable} that can be written down: ${(error as Error).message}.`,
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
      const value = Number((node as unknown as { readonly value: unknown }).value);
      if (Number.isNaN(value)) return fail("expression", path, `"${node.toString()}" is not a number.`);
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
      const own = FUNCTIONS[name];
      if (own === undefined || args.length !== 1) return refuseFunction(name, path);
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

function refuseFunction(name: string, path: string): never {
  const names = Object.keys(FUNCTIONS);
  const close = nearest(name, names);
  return fail(
    "unknown-name",
    path,
    `"${name}" is not a function of one number known here; ${close ? `did you mean ${close}?` : `there are ${names.join(", ")}.`}`,
  );
}
