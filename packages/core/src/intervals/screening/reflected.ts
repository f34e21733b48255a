import { cdfBelow, type Distribution, survival } from "../distribution.js";

/** The distribution of −X. */
export function reflected(distribution: Distribution): Distribution {
  const [low, high] = distribution.support;
  return {
    name: `minus (${distribution.name})`,
    support: [-high, -low],
    pieces: distribution.pieces.map(([from, to]) => [-to, -from] as const).reverse(),
    atoms: distribution.atoms.map(({ at, mass }) => ({ at: -at, mass })).reverse(),
    breakpoints: distribution.breakpoints.map((x) => -x).reverse(),
    cdf: (x) => survival(distribution, -x) + (distribution.cdf(-x) - cdfBelow(distribution, -x)),
    survival: (x) => cdfBelow(distribution, -x),
    density: (x) => distribution.density(-x),
    quantile: (p) => -distribution.quantile(1 - p),
    mean: -distribution.mean,
  };
}
