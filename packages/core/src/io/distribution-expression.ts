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
import { pareto } from "../intervals/families/pareto.js";
import { piecewiseLinear } from "../intervals/families/piecewise-linear.js";
import { power } from "../intervals/families/power.js";
import { restricted, truncated } from "../intervals/families/restricted.js";
import { smoothed } from "../intervals/families/smoothed.js";
import { triangular } from "../intervals/families/triangular.js";
import { uniform } from "../intervals/families/uniform.js";
import { weibull } from "../intervals/families/weibull.js";
import { CandorError, fail } from "../numeric/candor-error.js";
import { parseExpression, shortened } from "./expression/parse-expression.js";
import { nearest } from "./nearest.js";
import { INSTEAD, numberOf } from "./number-of.js";

/** What stands between the brackets of a family. */
type Argument = number | string | readonly number[] | Distribution;

/**
 * The values in a file, of its only column or of the named one. What is wrong with it is thrown as a CandorError with an empty path.
 */
export type Observations = (file: string, column?: string) => readonly number[];

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
  /** Whether the first list may be written as "file" or "file", "column". */
  readonly fromFile?: boolean;
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
  { name: "pareto", usage: "pareto(scale, shape)", kinds: numbers(2), build: pareto },
  { name: "lognormal", usage: "lognormal(location, deviation)", kinds: numbers(2), build: logNormal },
  { name: "triangular", usage: "triangular(low, peak, high)", kinds: numbers(3), build: triangular },
  { name: "power", usage: "power(exponent, low, high)", kinds: numbers(3), build: power },
  { name: "linear", usage: "linear([points], [heights])", kinds: ["list", "list"], build: piecewiseLinear },
  { name: "atoms", usage: "atoms([points], [probabilities])", kinds: ["list", "list"], build: discrete },
  { name: "point", usage: "point(value)", kinds: numbers(1), build: pointMass },
  {
    name: "observed",
    usage: 'observed([values]) or observed("file.csv", "column")',
    kinds: ["list"],
    fromFile: true,
    build: empirical,
  },
  {
    name: "smoothed",
    usage: 'smoothed([values], bandwidth) or smoothed("file.csv", "column", bandwidth)',
    kinds: ["list", "number"],
    optional: 1,
    fromFile: true,
    build: smoothed,
  },
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

/** A cdf may take three times as long for every distribution around it. */
const DEEPEST = 8;
/**
 * The distribution that a text states, e.g. "mixture(1/2, uniform(0, 1), 1/2, uniform(2, 3))"; numbers may be computed with + − * / ^.
 * Files are read by `observations`.
 * Errors, with `path`: `expression`, `unknown-name`, `argument`, `side-file`, and those of the family and of `observations`.
 */
export function readDistribution(text: string, path = "", observations?: Observations): Distribution {
  const refuse = (code: string, message: string) => fail(code, path, message);
  const tree = parseExpression(text, refuse as never);
  try {
    if (nesting(tree) > DEEPEST)
      refuse(
        "expression",
        `Distributions are nested more than ${DEEPEST} deep here; state them more simply.`,
      );
    const value = argumentOf(tree, observations ?? noFiles);
    return isDistribution(value)
      ? value
      : refuse("argument", `"${shortened(text)}" is no distribution. ${INSTEAD}`);
  } catch (error) {
    if (error instanceof RangeError)
      return refuse("expression", `"${shortened(text)}" is nested too deep to be read.`);
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(
      error.problems.map((problem) => ({
        ...problem,
        path: [path, problem.path === path ? "" : problem.path].filter((part) => part !== "").join("."),
      })),
    );
  }
}

/** How many distributions stand inside each other. */
function nesting(node: jsep.Expression): number {
  if (node.type !== "CallExpression") return 0;
  return 1 + Math.max(0, ...(node as jsep.CallExpression).arguments.map(nesting));
}

function noFiles(file: string): never {
  return fail("side-file", "", `${file} cannot be read here; list the values: observed([3, 1, 2]).`);
}

function isDistribution(value: Argument): value is Distribution {
  return typeof value === "object" && "cdf" in value;
}

function argumentOf(node: jsep.Expression, observations: Observations): Argument {
  switch (node.type) {
    case "CallExpression":
      return called(node as jsep.CallExpression, observations);
    case "ArrayExpression":
      // A comma too many leaves a hole.
      return (node as jsep.ArrayExpression).elements.map((each) =>
        each ? numberOf(each) : fail("argument", "", "A number is missing between two commas of a list."),
      );
    case "Literal": {
      const { value } = node as jsep.Literal;
      return typeof value === "string" ? value : numberOf(node);
    }
    default:
      return numberOf(node);
  }
}

function called({ callee, arguments: given }: jsep.CallExpression, observations: Observations): Distribution {
  if (callee.type !== "Identifier") return fail("argument", "", INSTEAD);
  const { name } = callee as jsep.Identifier;
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
  const written = given.map((each) => argumentOf(each, observations));
  const values = family.fromFile ? withObservations(written, observations) : written;
  requireKinds(family, values);
  return family.build(...values);
}

/** The arguments with the values in place of the file (and column) that lead them. */
function withObservations(
  [file, column, ...rest]: readonly Argument[],
  observations: Observations,
): readonly Argument[] {
  if (typeof file !== "string") return [file, column, ...rest].filter((each) => each !== undefined);
  if (typeof column === "string") return [observations(file, column), ...rest];
  return [observations(file), ...(column === undefined ? [] : [column]), ...rest];
}

function requireKinds(
  { usage, kinds, optional = 0, repeats }: DistributionFamily,
  values: readonly Argument[],
): void {
  const least = repeats ? kinds.length : kinds.length - optional;
  const fits = repeats ? values.length % kinds.length === 0 : values.length <= kinds.length;
  const kindOf = (value: Argument) =>
    typeof value !== "object" ? typeof value : isDistribution(value) ? "distribution" : "list";
  if (values.length < least || !fits || values.some((value, k) => kindOf(value) !== kinds[k % kinds.length]))
    fail("argument", "", `The arguments do not fit; write ${usage}.`);
}
