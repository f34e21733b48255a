import {
  costs,
  type Distribution,
  type QuantityInterval,
  type ScreeningProblem,
} from "@candor/core/intervals";
import { readDistribution, type SmoothFormula, smoothFormula } from "@candor/core/io";
import { CandorError, fail, parseRational, toDouble } from "@candor/core/numeric";

/** How a screening problem is stated on the command line. */
export interface ScreeningFlags {
  readonly types: string;
  readonly value: string;
  readonly cost?: string;
  readonly quantities?: string;
  readonly outside?: string;
  /** Quantities at which value or cost has a kink, separated by commas. */
  readonly kinks?: string;
}

/** A screening problem with the formulas it was stated by. */
export interface StatedScreening {
  readonly problem: ScreeningProblem;
  readonly flags: Required<ScreeningFlags>;
  /** v(x, θ) and its derivatives; the arguments in this order. */
  readonly value: SmoothFormula;
  readonly byType: SmoothFormula;
  readonly byQuantity: SmoothFormula;
  readonly cross: SmoothFormula;
  /** c(x) and c′(x). */
  readonly cost: SmoothFormula;
  readonly marginalCost: SmoothFormula;
}

const DEFAULTS = { cost: "0", quantities: "0..1", outside: "0", kinks: "" };

/**
 * A screening problem from formulas, with all derivatives by formula. Errors name the flag: those of `readDistribution` and
 * `smoothFormula`, and `invalid-value`.
 */
export function readScreening(given: ScreeningFlags): StatedScreening {
  const { types, value, cost, quantities, outside, kinks } = { ...DEFAULTS, ...given };
  const worth = smoothFormula(value, ["x", "theta"], "--value");
  const spent = smoothFormula(cost, ["x"], "--cost");
  const [byType, byQuantity] = [worth.derivative("theta"), worth.derivative("x")];
  const [cross, marginalCost] = [byQuantity.derivative("theta"), spent.derivative("x")];
  const range = readQuantities(quantities);
  const bends = readKinks(kinks, [worth, spent]);
  const sloped = (formula: SmoothFormula) => fromAbove(formula, bends);
  requireFinite(spent, range);
  const problem: ScreeningProblem = {
    value: {
      value: worth.at,
      byType: byType.at,
      byQuantity: sloped(byQuantity),
      crossDerivative: sloped(cross),
    },
    principal: costs(spent.at, sloped(marginalCost)),
    quantities: range,
    distribution: readTypes(types),
    outside: readOutside(outside),
    quantityBreakpoints: bends,
  };
  const flags = { types, value, cost, quantities, outside, kinks };
  return { problem, flags, value: worth, byType, byQuantity, cross, cost: spent, marginalCost };
}

/** Whether a formula is the same number everywhere, as its derivatives tell. */
export function isConstant(formula: SmoothFormula): boolean {
  return formula.variables.every((variable) => formula.derivative(variable).text === "0");
}

function readQuantities(text: string): ScreeningProblem["quantities"] {
  if (!text.includes("..")) return text.split(",").map((each) => readNumber(each, text));
  const [from, to, ...more] = text.split("..");
  if (more.length > 0) refuseQuantities(text);
  return { from: readNumber(from, text), to: to.trim() === "" ? Infinity : readNumber(to, text) };
}

/** A lone type has nothing to hide. */
function readTypes(text: string): Distribution {
  const distribution = readDistribution(text, "--types");
  const [low, high] = distribution.support;
  if (low === high)
    fail("invalid-value", "--types", `${text} is one type alone, with nothing to hide; state at least two.`);
  return distribution;
}

/** Refuses a cost that has no value on the way from the smallest quantity to the largest. */
function requireFinite(cost: SmoothFormula, quantities: ScreeningProblem["quantities"]): void {
  const spread = ({ from, to }: QuantityInterval) =>
    Array.from({ length: 33 }, (_, k) => from + ((Number.isFinite(to) ? to - from : 1) * k) / 32);
  for (const x of "from" in quantities ? spread(quantities) : quantities)
    if (!Number.isFinite(cost.at(x)))
      fail(
        "not-finite",
        "--cost",
        `The cost of the quantity ${x} is ${cost.at(x)}; change it or --quantities.`,
      );
}

function readNumber(text: string, all: string): number {
  const value = parseRational(text.trim());
  return value === undefined ? refuseQuantities(all) : toDouble(value);
}

function refuseQuantities(text: string): never {
  return fail(
    "invalid-value",
    "--quantities",
    `"${text}" is neither a range such as 0..1 (or 0.. without an upper end) nor a list such as 0,1,2.`,
  );
}

/** A derivative in x, at a kink that from above: by formula there may be none. */
function fromAbove(
  formula: SmoothFormula,
  kinks: readonly number[],
): (x: number, ...type: number[]) => number {
  if (kinks.length === 0) return formula.at;
  return (x, ...type) => formula.at(kinks.includes(x) ? x + 2 ** -45 * (1 + Math.abs(x)) : x, ...type);
}

/** Formulas with abs must say where they have kinks: between samples one would go unseen. */
function readKinks(text: string, formulas: readonly SmoothFormula[]): number[] {
  const bent = formulas.find((formula) => formula.text.includes("abs("));
  if (text === "" && bent !== undefined)
    fail(
      "not-differentiable",
      "--kinks",
      `${bent.text} may have kinks: list the quantities, such as 1/2,1, or say none.`,
    );
  if (text === "" || text === "none") return [];
  return text.split(",").map((each) => {
    const at = parseRational(each.trim());
    return at === undefined
      ? fail("invalid-value", "--kinks", `"${each}" is not a quantity; list numbers such as 1/2,1.`)
      : toDouble(at);
  });
}

/** A number, or a formula in theta. */
function readOutside(text: string): NonNullable<ScreeningProblem["outside"]> {
  const formula = smoothFormula(text, ["theta"], "--outside");
  return isConstant(formula) ? formula.at(0) : (type) => formula.at(type);
}

const FLAGS: readonly (readonly [place: string, flag: string])[] = [
  ["quantities", "--quantities"],
  ["value", "--value"],
  ["outside", "--outside"],
  ["distribution", "--types"],
];

/** Runs something on the problem; mistakes it finds there name the flag that states the place. */
export function namingFlags<T>({ problem }: StatedScreening, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    const flagOf = (path: string) =>
      path === problem.distribution.name
        ? "--types"
        : (FLAGS.find(([place]) => path === place || path.startsWith(`${place}.`))?.[1] ?? path);
    throw new CandorError(error.problems.map((each) => ({ ...each, path: flagOf(each.path) })));
  }
}
