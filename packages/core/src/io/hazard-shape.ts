import type jsep from "jsep";
import { CandorError, fail } from "../numeric/candor-error.js";
import { parseExpression } from "./expression/parse-expression.js";
import { numberOf } from "./number-of.js";

/** What theory knows of a distribution by its family; false where nothing is known. */
export interface HazardShape {
  /** Whether f/(1 − F) never falls. */
  readonly rising: boolean;
  /** Whether f/F never rises. */
  readonly reverseFalling: boolean;
}

/**
 * The monotone hazard rates that follow from how a distribution is written. Where the density is log-concave f/(1 − F) never falls and f/F
 * never rises, and that stays so under truncation and scaling; some families have one of the two without it.
 * Of a text that is no distribution nothing is known.
 * Source: Bagnoli, Bergstrom, Economic Theory 26 (2005), Theorems 1 and 3 and Table 1.
 */
export function hazardShape(text: string): HazardShape {
  try {
    const { rising, reverseFalling } = shapeOf(
      parseExpression(text, (code, message) => fail(code, "", message)),
    );
    return { rising, reverseFalling };
  } catch (error) {
    if (error instanceof CandorError) return UNKNOWN;
    throw error;
  }
}

interface Shape extends HazardShape {
  readonly logConcave: boolean;
}

const UNKNOWN: Shape = { logConcave: false, rising: false, reverseFalling: false };
const LOG_CONCAVE: Shape = { logConcave: true, rising: true, reverseFalling: true };

function shapeOf(node: jsep.Expression): Shape {
  if (node.type !== "CallExpression") return UNKNOWN;
  const { callee, arguments: parts } = node as jsep.CallExpression;
  return SHAPES[(callee as jsep.Identifier).name]?.(parts) ?? UNKNOWN;
}

const SHAPES: Readonly<Record<string, (parts: jsep.Expression[]) => Shape>> = {
  uniform: () => LOG_CONCAVE,
  normal: () => LOG_CONCAVE,
  exponential: () => LOG_CONCAVE,
  triangular: () => LOG_CONCAVE,
  // 1/(hazard rate) is (1 − x)∫((1 − u)/x + u)^(a − 1) u^(b − 1) du over [0, 1], which falls in x for a ≥ 1 whatever b; x ↦ 1 − x swaps a and b.
  beta: ([a, b]) => {
    const [rising, reverseFalling] = [numberOf(a) >= 1, numberOf(b) >= 1];
    return { logConcave: rising && reverseFalling, rising, reverseFalling };
  },
  power: ([exponent]) => {
    const rising = numberOf(exponent) >= 1;
    return { logConcave: rising, rising, reverseFalling: true };
  },
  weibull: ([shape]) => {
    const rising = numberOf(shape) >= 1;
    return { logConcave: rising, rising, reverseFalling: true };
  },
  lognormal: () => ({ ...UNKNOWN, reverseFalling: true }),
  linear: ([points, heights]) => (isConcave(numbersIn(points), numbersIn(heights)) ? LOG_CONCAVE : UNKNOWN),
  // Cutting off low types keeps 1/(hazard rate) of the others; cutting off high ones keeps that of f/F.
  truncated: ([inner]) => (shapeOf(inner).logConcave ? LOG_CONCAVE : UNKNOWN),
  restricted: ([inner, ends]) =>
    numbersIn(ends).length === 2 && shapeOf(inner).logConcave ? LOG_CONCAVE : UNKNOWN,
  affine: ([inner, scale]) => {
    const { logConcave, rising, reverseFalling } = shapeOf(inner);
    return numberOf(scale) > 0
      ? { logConcave, rising, reverseFalling }
      : { logConcave, rising: reverseFalling, reverseFalling: rising };
  },
};

function numbersIn(node: jsep.Expression): number[] {
  return (node as jsep.ArrayExpression).elements.map((each) => numberOf(each!));
}

/** Whether heights over increasing points are concave by more than rounding. */
function isConcave(points: readonly number[], heights: readonly number[]): boolean {
  const slope = (k: number) => (heights[k + 1] - heights[k]) / (points[k + 1] - points[k]);
  return points.every(
    (point, k) =>
      k === 0 ||
      (point > points[k - 1] && (k === 1 || slope(k - 2) - slope(k - 1) > 1e-12 * Math.abs(slope(k - 2)))),
  );
}
