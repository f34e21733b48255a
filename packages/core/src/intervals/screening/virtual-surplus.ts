import { massWeighted } from "./mass-weighted.js";
import { type Multipliers, ON_THE_LOWEST, weightAbove } from "./multipliers.js";
import type { Knot, TypeCells } from "./type-cells.js";
import { knotAt, type World } from "./world.js";

/**
 * φ(x, θ) = v + v^P − v_θ·h/f with h = Pr(> θ) − σ, and its integrals: what a unit of type θ at the quantity x is worth to the principal
 * once the rent it leaves to higher types is paid. σ(θ) is the multiplier of participation above θ: 0 when only the lowest type's binds.
 */
export interface VirtualSurplus {
  /** φ(x, θ); where the density is 0 the part −v_θ·h that is left of f·φ. */
  at(quantity: number, type: number): number;
  /** φ_x(x, θ), or that of −v_θ·h. */
  slope(quantity: number, type: number): number;
  /** ∫ φ(x, θ) dF between two knots at one quantity; exact where v^P does not depend on θ: no density needed. */
  gain(quantity: number, from: Knot, to: Knot): number;
  /** The derivative of `gain` in the quantity. */
  gainSlope(quantity: number, from: Knot, to: Knot): number;
}

/**
 * ∫ (v·f − v_θ·h) dθ telescopes to v(x, a)·h(a) − v(x, b)·h(b), because h′ = −f; so gains take two values of v (four across the type with
 * multipliers), whatever the distribution, with atoms and gaps.
 */
export function virtualSurplus(
  world: World,
  cells: TypeCells,
  multipliers: Multipliers = ON_THE_LOWEST,
): VirtualSurplus {
  const { value, principal, distribution } = world;
  const { at, slope } = weightedSurplus(world, (type) => weightAbove(multipliers, type));
  // Between knots on one side of the multipliers σ is one number.
  const alike = (worth: PrincipalPart, x: number, a: Knot, b: Knot) => {
    const above = weightAbove(multipliers, (a.at + b.at) / 2);
    const [high, low] = [a.survival - above, b.survival - above];
    return (high === 0 ? 0 : worth(x, a.at) * high) - (low === 0 ? 0 : worth(x, b.at) * low);
  };
  const { rest } = multipliers;
  const middle = rest === undefined ? undefined : knotAt(world, rest);
  const rentOver = (worth: PrincipalPart, x: number, a: Knot, b: Knot) =>
    middle !== undefined && a.at < middle.at && middle.at < b.at
      ? alike(worth, x, a, middle) + alike(worth, x, middle, b)
      : alike(worth, x, a, b);
  const weighted =
    (worth: (x: number, type: number) => number, own: PrincipalPart) => (x: number, a: Knot, b: Knot) => {
      const rent = rentOver(worth, x, a, b);
      return principal.dependsOnType
        ? rent + massWeighted(distribution, cells, (type) => own(x, type), a, b)
        : rent + own(x, a.at) * (a.survival - b.survival);
    };
  return {
    at,
    slope,
    gain: weighted(value.value, principal.value),
    gainSlope: weighted(value.byQuantity, principal.byQuantity),
  };
}

/** φ and φ_x with σ(θ) = `above`. */
export function weightedSurplus(
  world: World,
  above: (type: number) => number,
): Pick<VirtualSurplus, "at" | "slope"> {
  const { value, principal } = world;
  return {
    at: (x, type) => {
      const ratio = inverseHazard(world, type, above(type));
      if (!Number.isFinite(ratio)) return -Math.sign(ratio) * value.byType(x, type);
      return (
        value.value(x, type) + principal.value(x, type) - (ratio === 0 ? 0 : value.byType(x, type) * ratio)
      );
    },
    slope: (x, type) => {
      const ratio = inverseHazard(world, type, above(type));
      if (!Number.isFinite(ratio)) return -Math.sign(ratio) * value.crossDerivative(x, type);
      const cross = ratio === 0 ? 0 : value.crossDerivative(x, type) * ratio;
      return value.byQuantity(x, type) + principal.byQuantity(x, type) - cross;
    },
  };
}

type PrincipalPart = (quantity: number, type: number) => number;

/** (Pr(> θ) − σ(θ))/f(θ); infinite where the density is 0. */
function inverseHazard({ distribution }: World, type: number, weight: number): number {
  const density = distribution.density(type);
  if (density === Infinity) return 0;
  const above = (distribution.survival?.(type) ?? 1 - distribution.cdf(type)) - weight;
  if (density === 0) return above === 0 ? 0 : Infinity * Math.sign(above);
  return above / density;
}

/** v + v^P, the surplus that first best maximises, as a {@link VirtualSurplus} without rents. */
export function trueSurplus({ value, principal }: World): Pick<VirtualSurplus, "at" | "slope"> {
  return {
    at: (x, type) => value.value(x, type) + principal.value(x, type),
    slope: (x, type) => value.byQuantity(x, type) + principal.byQuantity(x, type),
  };
}
