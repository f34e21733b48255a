import type jsep from "jsep";
import type { Distribution } from "../intervals/distribution.js";
import { affine } from "../intervals/families/affine.js";
import { beta } from "../intervals/families/beta.js";
import { discrete, pointMass } from "../intervals/families/discrete.js";
import { empirical } from "../intervals/families/empirical.js";
import { exponential } from "../intervals/families/exponential.js";
import { logNormal } from "../intervals/families/log-normal.js";
import { mixture } from "../intervals/families/mixture.js";
import { normal } from "../intervals/families/normal.js";
import { piecewiseLinear } from "../intervals/families/piecewise-linear.js";
import { power } from "../intervals/families/power.js";
import { restricted, truncated } from "../intervals/families/restricted.js";
import { triangular } from "../intervals/families/triangular.js";
import { uniform } from "../intervals/families/uniform.js";
import { weibull } from "../intervals/families/weibull.js";
import { CandorError, fail } from "../numeric/candor-error.js";
import { parseRational, toDouble } from "../numeric/rational.js";
import { parseExpression } from "./expression/parse-expression.js";
import { nearest } from "./nearest.js";

/** What stands between the brackets of a family. */
type Argument = number | readonly number[] | Distribution;

/** A family of distributions as it is written. */
export interface DistributionFamily {
  readonly name: string;
  /** How it is called, e.g. "uniform(low, high)". */
  readonly usage: string;
  readonly kinds: readonly ("number" | "list" | "distribution")[];
  /** How many arguments may be left out at the end. */
  readonly optional?: number;
  /** Whether all arguments but the first `kinds` repeat them. */
  readonly repeats?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the kinds above say what the arguments are.
  build(...values: any[]): Distribution;
}

const numbers = (count: number) => Array.from({ length: count }, () => "number" as const);

/** What `readDistribution` knows. */
export const DISTRIBUTION_FAMILIES: readonly DistributionFamily[] = [
  { name: "uniform", usage: "uniform(low, high)", kinds: numbers(2), build: uniform },
  { name: "beta", usage: "beta(a, b, low = 0, high = 1)", kinds: numbers(4), optional: 2, build: beta },
  { name: "normal", usage: "normal(mean, deviation)", kinds: numbers(2), build: normal },
  { name: "exponential", usage: "exponential(mean)", kinds: numbers(1), build: exponential },
  { name: "weibull", usage: "weibull(shape, scale)", kinds: numbers(2), build: weibull },
  { name: "lognormal", usage: "lognormal(location, deviation)", kinds: numbers(2), build: logNormal },
  { name: "triangular", usage: "triangular(low, peak, high)", kinds: numbers(3), build: triangular },
  { name: "power", usage: "power(exponent, low, high)", kinds: numbers(3), build: power },
  { name: "linear", usage: "linear([points], [heights])", kinds: ["list", "list"], build: piecewiseLinear },
  { name: "atoms", usage: "atoms([points], [probabilities])", kinds: ["list", "list"], build: discrete },
  { name: "point", usage: "point(value)", kinds: numbers(1), build: pointMass },
  { name: "observed", usage: "observed([values])", kinds: ["list"], build: empirical },
  {
    name: "truncated",
    usage: "truncated(distribution, low, high)",
    kinds: ["distribution", "number", "number"],
    build: truncated,
  },
  {
    name: "affine",
    usage: "affine(distribution, scale, shift)",
    kinds: ["distribution", "number", "number"],
    build: affine,
  },
  {
    name: "restricted",
    usage: "restricted(distribution, [low, high, low, high, …])",
    kinds: ["distribution", "list"],
    build: (distribution: Distribution, ends: readonly number[]) =>
      restricted(
        distribution,
        ends.flatMap((low, k) => (k % 2 === 0 ? [[low, ends[k + 1] ?? Number.NaN] as const] : [])),
      ),
  },
  {
    name: "mixture",
    usage: "mixture(weight, distribution, weight, distribution, …)",
    kinds: ["number", "distribution"],
    repeats: true,
    build: (...values: Argument[]) =>
      mixture(
        values.filter((_, k) => k % 2 === 0) as number[],
        values.filter((_, k) => k % 2 === 1) as Distribution[],
      ),
  },
];

const INSTEAD = "A distribution is written like uniform(0, 1), beta(2, 3) or truncated(normal(0, 1), 0, 2).";

/**
 * The distribution that a text states, e.g. "mixture(1/2, uniform(0, 1), 1/2, uniform(2, 3))"; numbers may be computed with + − * / ^.
 * Errors, with `path`: `expression`, `unknown-name`, `argument`, and those of the family.
 */
export function readDistribution(text: string, path = ""): Distribution {
  const refuse = (code: string, message: string) => fail(code, path, message);
  const tree = parseExpression(text, refuse as never);
  try {
    const value = argumentOf(tree);
    return isDistribution(value) ? value : refuse("argument", `"${text}" is a number. ${INSTEAD}`);
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(
      error.problems.map((problem) => ({
        ...problem,
        path: [path, problem.path === path ? "" : problem.path].filter((part) => part !== "").join("."),
      })),
    );
  }
}

function isDistribution(value: Argument): value is Distribution {
  return typeof value === "object" && "cdf" in value;
}

function argumentOf(node: jsep.Expression): Argument {
  switch (node.type) {
    case "CallExpression":
      return called(node as jsep.CallExpression);
    case "ArrayExpression":
      return (node as jsep.ArrayExpression).elements.map((each) => numberOf(each!));
    default:
      return numberOf(node);
  }
}

function called({ callee, arguments: given }: jsep.CallExpression): Distribution {
  const name = callee.type === "Identifier" ? (callee as jsep.Identifier).name : "";
  const family = DISTRIBUTION_FAMILIES.find((each) => each.name === name);
  if (family === undefined) {
    const names = DISTRIBUTION_FAMILIES.map((each) => each.name);
    const close = nearest(name, names);
    return fail(
      "unknown-name",
      "",
      `"${name}" is no family of distributions; ${close ? `did you mean ${close}?` : `there are ${names.join(", ")}.`}`,
    );
  }
  const values = given.map(argumentOf);
  requireKinds(family, values);
  return family.build(...values);
}

function requireKinds(
  { usage, kinds, optional = 0, repeats }: DistributionFamily,
  values: readonly Argument[],
): void {
  const least = repeats ? kinds.length : kinds.length - optional;
  const fits = repeats ? values.length % kinds.length === 0 : values.length <= kinds.length;
  const kindOf = (value: Argument) =>
    typeof value === "number" ? "number" : isDistribution(value) ? "distribution" : "list";
  if (values.length < least || !fits || values.some((value, k) => kindOf(value) !== kinds[k % kinds.length]))
    fail("argument", "", `The arguments do not fit; write ${usage}.`);
}

function numberOf(node: jsep.Expression): number {
  switch (node.type) {
    case "Literal": {
      const { raw, value } = node as jsep.Literal;
      const number = parseRational(raw);
      if (number === undefined) return fail("argument", "", `${JSON.stringify(value)} is not a number.`);
      return toDouble(number);
    }
    case "UnaryExpression": {
      const { operator, argument } = node as jsep.UnaryExpression;
      if (operator === "-") return -numberOf(argument);
      if (operator === "+") return numberOf(argument);
      break;
    }
    case "BinaryExpression": {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const operation = OPERATIONS[operator];
      if (operation !== undefined) return operation(numberOf(left), numberOf(right));
      break;
    }
    case "Identifier":
      if ((node as jsep.Identifier).name === "infinity") return Number.POSITIVE_INFINITY;
  }
  return fail("argument", "", `Here a number is needed. ${INSTEAD}`);
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  "**": (a, b) => a ** b,
};
