import type { IntervalQuadruple } from "../intervals/screening/comparative-statics.js";
import {
  middleOf,
  nonnegativeOn,
  type Rectangle,
  type SignDecision,
} from "../intervals/screening/nonnegative.js";
import type { QuantityInterval } from "../intervals/screening/problem.js";
import type { EnclosedFormula, Range } from "./enclosed-formula.js";

/** Whether v(x″, θ) − v(x′, θ) rises in θ for all x″ > x′, by bounds with outward rounding. */
export interface DifferencesProof {
  readonly status: "proved" | "violated" | "undecided";
  /** Proved, and it rises strictly: v_xθ is 0 almost nowhere. */
  readonly strict: boolean;
  /** What was looked at; ends may be infinite. */
  readonly on: Rectangle;
  /** Boxes looked at. */
  readonly boxes: number;
  /** Present when violated: v_xθ < 0 between these quantities and types, so the second difference is below the first. */
  readonly witness?: IntervalQuadruple;
  /** Present when undecided: a box on which the sign of v_xθ is open. */
  readonly unresolved?: Rectangle;
}

export interface DifferencesDomain {
  /** All between two, or these alone, increasing. */
  readonly quantities: QuantityInterval | readonly number[];
  readonly types: Range;
  /** Where v bends, increasing; boxes meet there. */
  readonly quantityBreakpoints?: readonly number[];
  readonly typeBreakpoints?: readonly number[];
}

/**
 * Decides increasing differences of v(x, θ), which single crossing follows from, by the sign of v_xθ on ever smaller boxes: with
 * `downwards` decreasing ones. Of finitely many quantities v may do as it likes in between.
 * Complexity: `mostBoxes` enclosures of v_xθ and its derivatives. Source: Topkis (1978); Moore (1966).
 */
export function proveDifferences(
  value: EnclosedFormula,
  domain: DifferencesDomain,
  { downwards = false, mostBoxes = 20_000 }: { downwards?: boolean; mostBoxes?: number } = {},
): DifferencesProof {
  const { quantities, types, quantityBreakpoints = [], typeBreakpoints = [] } = domain;
  const range: Range =
    "from" in quantities
      ? [quantities.from, quantities.to]
      : [quantities[0], quantities[quantities.length - 1]];
  const on: Rectangle = { quantities: range, types };
  const cross = value.derivative("x").derivative("theta");
  const rectangles = cellsOf(range, quantityBreakpoints).flatMap((cell) =>
    cellsOf(types, typeBreakpoints).map((part) => ({ quantities: cell, types: part })),
  );
  const cut = [cross.dependsOn("x"), cross.dependsOn("theta")] as const;
  const decided = nonnegativeOn(boundsOf(cross, downwards), rectangles, { mostBoxes, cut });
  if ("length" in quantities && decided.status !== "proved")
    return proveSteps(value, quantities, domain, on, downwards);
  return described(value, decided, on, isStrict(decided, cross, rectangles));
}

/** Positive everywhere; or in the middle, and 0 almost nowhere or everywhere. */
function isStrict(
  decided: SignDecision,
  formula: EnclosedFormula,
  rectangles: readonly Rectangle[],
): boolean {
  if (decided.status !== "proved" || decided.positive) return decided.status === "proved";
  const [{ quantities, types }, ...more] = rectangles;
  if (more.length > 0 || !formula.isAnalyticOn(quantities, types)) return false;
  const [x, type] = [middleOf(...quantities), middleOf(...types)];
  const { low, high } = formula.on([x, x], [type, type]);
  return low > 0 || high < 0;
}

function boundsOf(cross: EnclosedFormula, downwards: boolean) {
  return ({ quantities, types }: Rectangle): Range => {
    const { low, high } = cross.on(quantities, types);
    return downwards ? [-high, -low] : [low, high];
  };
}

/** Each step of a list of quantities on its own. */
function proveSteps(
  value: EnclosedFormula,
  list: readonly number[],
  { types, typeBreakpoints = [] }: DifferencesDomain,
  on: Rectangle,
  downwards: boolean,
): DifferencesProof {
  let [boxes, strict] = [0, true];
  for (let k = 1; k < list.length; k++) {
    const step = value
      .at("x", list[k])
      .minus(value.at("x", list[k - 1]))
      .derivative("theta");
    const rectangles = cellsOf(types, typeBreakpoints).map((part) => ({
      quantities: [list[k - 1], list[k]] as const,
      types: part,
    }));
    const decided = nonnegativeOn(boundsOf(step, downwards), rectangles, { cut: [false, true] });
    boxes += decided.boxes;
    if (decided.status !== "proved") return described(value, { ...decided, boxes }, on, false);
    strict &&= isStrict(decided, step, rectangles);
  }
  return { status: "proved", strict, on, boxes };
}

/** The parts of a range between breakpoints. */
export function cellsOf([low, high]: Range, breakpoints: readonly number[]): Range[] {
  const ends = [low, ...breakpoints.filter((x) => x > low && x < high), high];
  return ends.slice(1).map((end, k) => [ends[k], end]);
}

function described(
  value: EnclosedFormula,
  decided: SignDecision,
  on: Rectangle,
  strict: boolean,
): DifferencesProof {
  const { status, boxes } = decided;
  if (status === "proved") return { status, strict, on, boxes };
  if (status === "undecided") return { status, strict: false, on, boxes, unresolved: decided.box };
  return { status, strict: false, on, boxes, witness: witnessIn(value, decided.box) };
}

function witnessIn(value: EnclosedFormula, { quantities, types }: Rectangle): IntervalQuadruple {
  const [lowQuantity, highQuantity] = finite(quantities);
  const [lowType, highType] = finite(types);
  const at = (x: number, type: number) => value.on([x, x], [type, type]).low;
  const rise = (type: number) => at(highQuantity, type) - at(lowQuantity, type);
  const differences = [rise(lowType), rise(highType)] as const;
  return { lowQuantity, highQuantity, lowType, highType, differences };
}

function finite([low, high]: Range): Range {
  if (low === -Infinity) return high === Infinity ? [0, 1] : [high - 1 - Math.abs(high), high];
  return high === Infinity ? [low, low + 1 + Math.abs(low)] : [low, high];
}
