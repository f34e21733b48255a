import { costs, type Distribution, type ScreeningProblem } from "@candor/core/intervals";
import {
  bendsAlong,
  cellsOf,
  type EnclosedFormula,
  enclosedFormula,
  type Range,
  readDistribution,
  requireDifferentiable,
  requireFinite,
  type SmoothFormula,
  smoothFormula,
} from "@candor/core/io";
import { CandorError, fail, parseRational, toDouble } from "@candor/core/numeric";
import { observationsAnywhere } from "./read-observations.js";

/** How a screening problem is stated on the command line. */
export interface ScreeningFlags {
  readonly types: string;
  readonly value: string;
  readonly cost?: string;
  readonly quantities?: string;
  readonly outside?: string;
  /** Quantities at which value or cost has a kink that abs does not show, separated by commas. */
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
  /** v(x, θ) with bounds on all its values. */
  readonly enclosed: EnclosedFormula;
  /** What could be neither proved nor refuted of the formulas. */
  readonly open: readonly string[];
}

const DEFAULTS = { cost: "0", quantities: "0..1", outside: "0", kinks: "" };

/**
 * A screening problem from formulas, with all derivatives by formula. Errors name the flag: those of `readDistribution` and
 * `smoothFormula`, `requireFinite` and `requireDifferentiable`, and `invalid-value`.
 */
export function readScreening(given: ScreeningFlags, drawn?: Distribution): StatedScreening {
  const { types, value, cost, quantities, outside, kinks } = { ...DEFAULTS, ...given };
  const worth = smoothFormula(value, ["x", "theta"], "--value");
  const spent = smoothFormula(cost, ["x"], "--cost");
  const [byType, byQuantity] = [worth.derivative("theta"), worth.derivative("x")];
  const [cross, marginalCost] = [byQuantity.derivative("theta"), spent.derivative("x")];
  const [range, distribution] = [
    readQuantities(quantities),
    drawn ?? readDistribution(types, "--types", observationsAnywhere),
  ];
  const enclosed = enclosedFormula(value, ["x", "theta"], "--value");
  const enclosedCost = enclosedFormula(cost, ["x"], "--cost");
  const span = spanOf(range);
  const bends = increasing([
    ...readKinks(kinks),
    ...bendsAlong(enclosed, "x", span, "--value"),
    ...bendsAlong(enclosedCost, "x", span, "--cost"),
  ]);
  const typeBends = bendsAlong(enclosed, "theta", distribution.support, "--value");
  const outsideBends = bendsAlong(
    enclosedFormula(outside, ["theta"], "--outside"),
    "theta",
    distribution.support,
    "--outside",
  );
  const domain = { range, bends, distribution, typeBends, outsideBends };
  const open = requireSmooth(domain, enclosed, enclosedCost, outside);
  const sloped = (formula: SmoothFormula, places = bends) => fromAbove(formula, places, typeBends);
  const problem: ScreeningProblem = {
    value: {
      value: worth.at,
      byType: sloped(byType, []),
      byQuantity: sloped(byQuantity),
      crossDerivative: sloped(cross),
    },
    principal: costs(spent.at, sloped(marginalCost)),
    quantities: range,
    distribution,
    ...readOutside(outside, outsideBends),
    quantityBreakpoints: bends,
    typeBreakpoints: increasing([...typeBends, ...outsideBends]),
  };
  const flags = { types, value, cost, quantities, outside, kinks };
  const formulas = { value: worth, byType, byQuantity, cross, cost: spent, marginalCost, enclosed };
  return { problem, flags, ...formulas, open };
}

/** Whether a formula is the same number everywhere, as its derivatives tell. */
export function isConstant(formula: SmoothFormula): boolean {
  return formula.variables.every((variable) => formula.derivative(variable).text === "0");
}

function readQuantities(text: string): ScreeningProblem["quantities"] {
  if (!text.includes("..")) return text.split(",").map((each) => readNumber(each, text));
  const [from, to, ...more] = text.split("..");
  if (more.length > 0) refuseQuantities(text);
  const range = { from: readNumber(from, text), to: to.trim() === "" ? Infinity : readNumber(to, text) };
  return range.from < range.to ? range : refuseQuantities(text);
}

interface Domain {
  readonly range: ScreeningProblem["quantities"];
  readonly bends: readonly number[];
  readonly distribution: Distribution;
  readonly typeBends: readonly number[];
  readonly outsideBends: readonly number[];
}

/** Refuses formulas without finite values or with kinks that move; what is neither proved nor refuted, in words. */
function requireSmooth(
  { range, bends, distribution, typeBends, outsideBends }: Domain,
  value: EnclosedFormula,
  cost: EnclosedFormula,
  outside: string,
): string[] {
  const cells = "from" in range ? cellsOf(spanOf(range), bends) : range.map((x): Range => [x, x]);
  const parts = distribution.pieces.flatMap((piece) => cellsOf(piece, typeBends));
  const points = distribution.atoms.map(({ at }): Range => [at, at]);
  const reservation = enclosedFormula(outside, ["theta"], "--outside");
  const finite = [
    ...cells.map((cell) => requireFinite(cost, [cell], "--cost")),
    ...cells.flatMap((cell) =>
      [...parts, ...points].map((part) => requireFinite(value, [cell, part], "--value")),
    ),
    ...[...parts, ...points].map((part) => requireFinite(reservation, [part], "--outside")),
  ];
  const smooth = [
    ...cells.map((cell) => requireDifferentiable(cost, [cell], "--cost")),
    ...cells.flatMap((cell) => parts.map((part) => requireDifferentiable(value, [cell, part], "--value"))),
    ...parts
      .flatMap((part) => cellsOf(part, outsideBends))
      .map((part) => requireDifferentiable(reservation, [part], "--outside")),
  ];
  return [
    ...(finite.every(Boolean) ? [] : ["It was not proved that all formulas are finite everywhere."]),
    ...(smooth.every(Boolean) ? [] : ["It was not proved that all formulas are differentiable inside."]),
  ];
}

function spanOf(quantities: ScreeningProblem["quantities"]): Range {
  return "from" in quantities
    ? [quantities.from, quantities.to]
    : [Math.min(...quantities), Math.max(...quantities)];
}

function increasing(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
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

/** A derivative, at a kink that from above: by formula there may be none. */
function fromAbove(
  formula: SmoothFormula,
  bends: readonly number[],
  typeBends: readonly number[],
): (x: number, type?: number) => number {
  if (bends.length + typeBends.length === 0) return formula.at as (x: number, type?: number) => number;
  const above = (places: readonly number[], at: number) =>
    places.includes(at) ? at + 2 ** -45 * (1 + Math.abs(at)) : at;
  return (x, type = 0) => formula.at(above(bends, x), above(typeBends, type));
}

/** Kinks that are stated besides those that bars of abs(…) have. */
function readKinks(text: string): number[] {
  if (text === "" || text === "none") return [];
  return text.split(",").map((each) => {
    const at = parseRational(each.trim());
    return at === undefined
      ? fail("invalid-value", "--kinks", `"${each}" is not a quantity; list numbers such as 1/2,1.`)
      : toDouble(at);
  });
}

/** A number, or a formula in theta with its derivative. */
function readOutside(
  text: string,
  bends: readonly number[],
): Pick<ScreeningProblem, "outside" | "outsideSlope"> {
  const formula = smoothFormula(text, ["theta"], "--outside");
  if (isConstant(formula)) return { outside: formula.at(0) };
  const slope = fromAbove(formula.derivative("theta"), bends, []);
  return { outside: (type) => formula.at(type), outsideSlope: slope };
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
