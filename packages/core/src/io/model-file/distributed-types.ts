import { discretize } from "../../intervals/discretize.js";
import type { AgentType } from "../../model/environment.js";
import type { Arithmetic, Table } from "../../numeric/arithmetic.js";
import { parseRational, printRational, type Rational } from "../../numeric/rational.js";
import { readDistribution } from "../distribution-expression.js";
import { inDoubles } from "../expression/operators.js";
import { type CdfSpec, distributeOnGrid, type GridRule, hasFractions, pointOfGrid } from "./distributions.js";
import { type Path, printPath } from "./path.js";
import type { Reader } from "./reader.js";
import type { Raw } from "./source.js";
import { intervalTypes, ON_INTERVALS, type StatedDistribution } from "./whole-intervals.js";

/** Types on a grid with their probabilities. */
export interface GridTypes<N> {
  readonly types: readonly AgentType<N>[];
  readonly probabilities: Table<N>;
}

/** Types from a distribution, `most` of them at the most. Errors: `interval-types` where they are not on a grid. */
export function distributedTypes<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: Raw,
  path: Path,
  most: number,
): GridTypes<N> {
  if (intervalTypes(raw) !== undefined) reader.refuse("interval-types", path, ON_INTERVALS);
  const spec = raw as {
    readonly distribution: string | StatedDistribution;
    readonly points: string;
    readonly rule?: GridRule;
  };
  const rule = spec.rule ?? "midpoint";
  const points = reader.integer(spec.points, [...path, "points"], rule === "trapezoid" ? 2 : 1, most);
  const cdf = cdfOf(reader, spec.distribution, path);
  return cdf === undefined
    ? inDoublesOnly(reader, F, spec.distribution as string, points, rule, path)
    : onGrid(reader, F, cdf, points, rule, path);
}

/** A distribution whose cdf is computed in any arithmetic: one given by fields, or a text of one of the plain families. */
function cdfOf(reader: Reader, stated: string | StatedDistribution, path: Path): CdfSpec | undefined {
  if (typeof stated === "string") return plainFamily(stated);
  const number = (key: string) =>
    stated[key] === undefined ? undefined : reader.number(stated[key], [...path, "distribution", key]);
  return {
    name: stated.name,
    from: number("from")!,
    to: number("to")!,
    exponent: number("exponent"),
    peak: number("peak"),
    rate: number("rate"),
  };
}

/** Whether the grid of a distribution, given as text, is one of fractions. */
export function hasExactGrid(text: string, rule: GridRule): boolean {
  const family = plainFamily(text);
  const whole = family?.exponent === undefined || family.exponent.d === 1n;
  return family !== undefined && whole && hasFractions(family, rule);
}

/** uniform, power and triangular with plain numbers. */
function plainFamily(text: string): CdfSpec | undefined {
  const [, name, list = ""] = /^\s*(uniform|power|triangular)\s*\(([^()]*)\)\s*$/.exec(text) ?? [];
  const numbers = list.split(",").map((part) => parseRational(part.trim()));
  if (name === undefined || numbers.some((number) => number === undefined)) return undefined;
  const [a, b, c] = numbers as Rational[];
  const none = { exponent: undefined, peak: undefined, rate: undefined };
  if (name === "uniform" && numbers.length === 2) return { ...none, name, from: a, to: b };
  if (numbers.length !== 3) return undefined;
  return name === "power"
    ? { ...none, name, exponent: a, from: b, to: c }
    : { ...none, name, from: a, peak: b, to: c };
}

function onGrid<N>(
  reader: Reader,
  F: Arithmetic<N>,
  cdf: CdfSpec,
  points: number,
  rule: GridRule,
  path: Path,
): GridTypes<N> {
  const { values, probabilities } = distributeOnGrid(
    F,
    cdf,
    points,
    rule,
    (key, message, code = "distribution") => reader.refuse(code, [...path, "distribution", key], message),
  );
  const types = values.map((number, k) => ({
    // The same in both arithmetics, since other parts of the file may name the type.
    label: hasFractions(cdf, rule)
      ? printRational(pointOfGrid(cdf, rule, points, k))
      : `${F.toNumber(number)}`,
    number,
    fields: new Map(),
  }));
  return { types, probabilities };
}

function inDoublesOnly<N>(
  reader: Reader,
  F: Arithmetic<N>,
  text: string,
  points: number,
  rule: GridRule,
  path: Path,
): GridTypes<N> {
  const place = [...path, "distribution"];
  const found = discretize(readDistribution(text, printPath(place)), points, rule);
  const double = (x: number) => inDoubles(F, `the distribution ${text}`, reader.refusal(place), () => x);
  const probabilities = F.table(found.values.length);
  found.probabilities.forEach((probability, k) => {
    probabilities[k] = double(probability);
  });
  const types = found.values.map((x) => ({ label: `${x}`, number: double(x), fields: new Map() }));
  return { types, probabilities };
}
