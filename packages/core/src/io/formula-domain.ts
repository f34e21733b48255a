import { middleOf } from "../intervals/screening/nonnegative.js";
import { fail } from "../numeric/candor-error.js";
import type { Enclosure } from "../numeric/enclosure.js";
import type { EnclosedFormula, Range } from "./enclosed-formula.js";

/** Boxes looked at before it is left open whether something is defined. */
const MOST_BOXES = 4000;
/** Relative width of the boxes that are not cut further. */
const NARROW = 2 ** -44;

/**
 * Refuses a formula that has no value, or no finite one, somewhere on a box of arguments; whether it is certain that it has one everywhere.
 * Errors: `not-finite` with `path` and the place.
 */
export function requireFinite(formula: EnclosedFormula, box: readonly Range[], path: string): boolean {
  const { at, certain } = firstUndefined(formula, box);
  if (at !== undefined)
    fail(
      "not-finite",
      path,
      `The formula has no finite value at or next to ${placeText(formula, at)}; change it, or what its variables range over.`,
    );
  return certain;
}

/**
 * Refuses a formula with a kink, a jump or an infinite slope inside a box, as far as rounding tells inside from ends, which may have infinite
 * slopes. Whether it is certain that there is none. Errors: `not-differentiable` with `path` and the place.
 */
export function requireDifferentiable(
  formula: EnclosedFormula,
  box: readonly Range[],
  path: string,
): boolean {
  return formula.variables.every((variable, k) => {
    if (!formula.dependsOn(variable) || box[k][0] === box[k][1]) return true;
    const slope = formula.derivative(variable);
    const inside = firstUndefined(slope, box.map(shrunk(2 ** -38)));
    if (inside.at === undefined) return inside.certain;
    const { at = inside.at } = firstUndefined(slope, box.map(shrunk(1e-3)));
    return fail(
      "not-differentiable",
      path,
      `The formula has no derivative in ${variable} at or next to ${placeText(formula, at)}, and where that is depends on the other variable or is no bend of abs(…); change it, or what its variables range over.`,
    );
  });
}

/** A range without its ends. */
function shrunk(by: number): (range: Range) => Range {
  return ([low, high]) => {
    const room = by * (high - low < Infinity ? high - low : 1);
    return low === high ? [low, high] : [low + room, high - room];
  };
}

/** Depth first, so that one place is found soon. */
function firstUndefined(
  formula: EnclosedFormula,
  whole: readonly Range[],
): { readonly at?: readonly Range[]; readonly certain: boolean } {
  const waiting = [{ box: whole, depth: 0 }];
  for (let boxes = 0; waiting.length > 0; boxes++) {
    if (boxes >= MOST_BOXES) return { certain: false };
    const { box, depth } = waiting.pop()!;
    if (isDefined(formula.on(...box), box)) continue;
    const axis = axisToCut(formula, box, depth);
    if (axis === undefined) return { at: box, certain: false };
    const [low, high] = box[axis];
    const at = middleOf(low, high);
    const part = (range: Range) => box.map((each, k) => (k === axis ? range : each));
    waiting.push({ box: part([at, high]), depth: depth + 1 }, { box: part([low, at]), depth: depth + 1 });
  }
  return { certain: true };
}

/** Infinite values are allowed on infinite ranges only. */
function isDefined({ low, high, everywhere }: Enclosure, box: readonly Range[]): boolean {
  return everywhere && (Number.isFinite(high - low) || box.some(([from, to]) => !Number.isFinite(to - from)));
}

function axisToCut(formula: EnclosedFormula, box: readonly Range[], depth: number): number | undefined {
  const axes = box.map((_, k) => (k + depth) % box.length);
  return axes.find((k) => {
    const [low, high] = box[k];
    const isWide = !(high - low <= NARROW * Math.max(1e-3, Math.abs(low), Math.abs(high)));
    return isWide && formula.dependsOn(formula.variables[k]) && middleOf(low, high) < high;
  });
}

function placeText({ variables }: EnclosedFormula, box: readonly Range[]): string {
  const end = ([low, high]: Range) => (low === 0 || high === 0 ? 0 : Number(low.toPrecision(10)));
  return variables.map((name, k) => `${name} = ${end(box[k])}`).join(", ");
}

/** Places of bends of |·| beyond which a formula is refused. */
const MOST_BENDS = 100;

/**
 * Where the formula bends in one variable, whatever the other is: the zeros of what stands between bars of |·| and depends on that
 * variable alone; increasing. Errors: `not-differentiable` when there are more than 100.
 */
export function bendsAlong(formula: EnclosedFormula, variable: string, range: Range, path: string): number[] {
  const index = formula.variables.indexOf(variable);
  const found = formula.bends
    .filter((bend) => formula.variables.every((name) => bend.dependsOn(name) === (name === variable)))
    .flatMap((bend) => {
      const along = (on: Range) => bend.on(...formula.variables.map((_, k) => (k === index ? on : NONE)));
      return zeros(along, range, () =>
        fail(
          "not-differentiable",
          path,
          `The formula bends at more than ${MOST_BENDS} places in ${variable}; change it, or what ${variable} ranges over.`,
        ),
      );
    });
  return [...new Set(found)].sort((a, b) => a - b);
}

const NONE: Range = [0, 0];

/** All places at which a function may be 0, each a double where it is 0 or next to one. */
function zeros(on: (range: Range) => Enclosure, whole: Range, refuse: () => never): number[] {
  const found: number[] = [];
  const waiting = [whole];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const { low, high } = on(range);
    if (low > 0 || high < 0) continue;
    const at = middleOf(...range);
    if (at > range[0] && at < range[1]) {
      if (waiting.length > 20 * MOST_BENDS) refuse();
      waiting.push([at, range[1]], [range[0], at]);
      continue;
    }
    const zero = range.find((end) => contains0(on([end, end]))) ?? range[0];
    const last = found[found.length - 1];
    if (last === undefined || zero - last > 2 ** -40 * (1e-3 + Math.abs(zero))) found.push(zero);
    if (found.length > MOST_BENDS) refuse();
  }
  return found;
}

const contains0 = ({ low, high }: Enclosure) => low <= 0 && high >= 0;
