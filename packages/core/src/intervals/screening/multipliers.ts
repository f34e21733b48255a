import { increasing, type World } from "./world.js";

/** Where the multipliers of participation lie, 1 in sum: `top` on the highest type, the rest on one type, the lowest by default. */
export interface Multipliers {
  readonly top: number;
  readonly rest?: number;
}

/** All on the lowest type. */
export const ON_THE_LOWEST: Multipliers = { top: 0 };

/** σ(θ): what lies above a type. */
export function weightAbove({ top, rest }: Multipliers, type: number): number {
  return rest !== undefined && type < rest ? 1 : top;
}

/** ∫ IR dγ: what participation costs besides rents. */
export function reservationOf(world: World, { top, rest }: Multipliers): number {
  const [low, high] = world.distribution.support;
  const own = (share: number, at: number) => (share === 0 ? 0 : share * world.outside(at));
  return own(top, high) + own(1 - top, rest ?? low);
}

/** The world with cells that meet where multipliers lie. */
export function markedAt(world: World, { rest }: Multipliers): World {
  return rest === undefined
    ? world
    : { ...world, typeBreakpoints: increasing([...world.typeBreakpoints, rest]) };
}
