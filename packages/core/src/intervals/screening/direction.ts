import { fail } from "../../numeric/candor-error.js";
import { type IntervalQuadruple, increasingDifferencesOn } from "./comparative-statics.js";
import type { Rectangle } from "./nonnegative.js";
import type { ScreeningProblem } from "./problem.js";
import { completeValue } from "./smooth-value.js";
import { readQuantities } from "./world.js";

export interface Direction {
  /** Whether differences decrease: types are then counted downwards. */
  readonly reflect: boolean;
  readonly warnings: readonly string[];
}

/**
 * Whether higher types want more or less, by values on a grid. Without an upper end quantities up to max(1, 2·from) above the lower are
 * looked at.
 * Errors: `not-single-crossing` when differences rise in one place and fall in another, with a quadruple for the fall.
 */
export function decideDirection(problem: ScreeningProblem): Direction {
  const { value, distribution } = problem;
  // A type alone has nothing to hide.
  if (distribution.support[0] === distribution.support[1]) return { reflect: false, warnings: [] };
  const box = boxOf(problem);
  const up = increasingDifferencesOn((x, type) => value.value(x, type), box, { samples: 24 });
  const reflect = up.status === "violated";
  if (reflect) {
    const { quantities: both, types } = box;
    const down = increasingDifferencesOn(
      (x, type) => value.value(x, -type),
      { quantities: both, types: [-types[1], -types[0]] },
      { samples: 24 },
    );
    if (down.witness) refuse(up.witness!);
  }
  const complete = completeValue(value, {
    quantities: box.quantities,
    types: distribution.support,
  });
  const flat = inside(box.quantities).flatMap((x) =>
    inside(box.types).filter((type) => !(Math.abs(complete.crossDerivative(x, type)) > 1e-9)),
  );
  const warnings =
    flat.length === 0
      ? []
      : [
          `Some differences do not change with the type (near type ${flat[0]}): a quantity that falls there can be incentive compatible too, and is not considered.`,
        ];
  return { reflect, warnings };
}

function boxOf({ quantities, distribution }: ScreeningProblem): Rectangle {
  const [low, high] = distribution.support;
  const types = [
    Number.isFinite(low) ? low : distribution.quantile(1e-6),
    Number.isFinite(high) ? high : distribution.quantile(1 - 1e-6),
  ] as const;
  const { from, to } = readQuantities(quantities).interval;
  const most = Number.isFinite(to) ? to : from + Math.max(1, 2 * Math.abs(from));
  return { quantities: [from, most], types };
}

function inside([low, high]: readonly [number, number]): number[] {
  return Array.from({ length: 8 }, (_, k) => low + ((high - low) * (k + 0.5)) / 8);
}

function refuse({ lowQuantity, highQuantity, lowType, highType, differences }: IntervalQuadruple): never {
  return fail(
    "not-single-crossing",
    "value",
    `Higher types must want more everywhere, or less everywhere. Going from ${lowQuantity} to ${highQuantity} is worth ${differences[0]} to type ${lowType} and ${differences[1]} to type ${highType}, yet elsewhere differences rise. Change the value, the quantities or the types.`,
  );
}
