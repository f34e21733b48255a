import { massWeighted } from "./mass-weighted.js";
import type { Knot, TypeCells } from "./type-cells.js";
import type { World } from "./world.js";

/**
 * φ(x, θ) = v + v^P − v_θ·h/f with h = Pr(> θ) − σ, and its integrals: what a unit of type θ at the quantity x is worth to the principal
 * once the rent it leaves to higher types is paid. σ is the multiplier of the highest type's participation, 0 when only the lowest binds.
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
 * ∫ (v·f − v_θ·h) dθ telescopes to v(x, a)·h(a) − v(x, b)·h(b), because h′ = −f; so gains take two values of v, whatever the
 * distribution, with atoms and gaps.
 */
export function virtualSurplus(world: World, cells: TypeCells, topWeight = 0): VirtualSurplus {
  const { value, principal, distribution } = world;
  const share = (knot: Knot) => knot.survival - topWeight;
  const weighted =
    (worth: (x: number, type: number) => number, own: PrincipalPart) => (x: number, a: Knot, b: Knot) => {
      const [high, low] = [share(a), share(b)];
      const rent = (high === 0 ? 0 : worth(x, a.at) * high) - (low === 0 ? 0 : worth(x, b.at) * low);
      return principal.dependsOnType
        ? rent + massWeighted(distribution, cells, (type) => own(x, type), a, b)
        : rent + own(x, a.at) * (a.survival - b.survival);
    };
  return {
    at: (x, type) => {
      const ratio = inverseHazard(world, type, topWeight);
      if (!Number.isFinite(ratio)) return -Math.sign(ratio) * value.byType(x, type);
      return (
        value.value(x, type) + principal.value(x, type) - (ratio === 0 ? 0 : value.byType(x, type) * ratio)
      );
    },
    slope: (x, type) => {
      const ratio = inverseHazard(world, type, topWeight);
      if (!Number.isFinite(ratio)) return -Math.sign(ratio) * value.crossDerivative(x, type);
      const cross = ratio === 0 ? 0 : value.crossDerivative(x, type) * ratio;
      return value.byQuantity(x, type) + principal.byQuantity(x, type) - cross;
    },
    gain: weighted(value.value, principal.value),
    gainSlope: weighted(value.byQuantity, principal.byQuantity),
  };
}

type PrincipalPart = (quantity: number, type: number) => number;

/** (Pr(> θ) − σ)/f(θ); infinite where the density is 0. */
function inverseHazard({ distribution }: World, type: number, topWeight: number): number {
  const density = distribution.density(type);
  if (density === Infinity) return 0;
  const above = (distribution.survival?.(type) ?? 1 - distribution.cdf(type)) - topWeight;
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
