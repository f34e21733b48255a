import type { Distribution } from "../distribution.js";

/** The same distribution, quick to ask about one type many times in a row: maximising over quantities does. */
export function remembering(distribution: Distribution): Distribution {
  const above = distribution.survival;
  return {
    ...distribution,
    density: lastOf((x) => distribution.density(x)),
    cdf: lastOf((x) => distribution.cdf(x)),
    ...(above && { survival: lastOf((x) => above(x)) }),
  };
}

function lastOf(f: (x: number) => number): (x: number) => number {
  let [asked, answered] = [Number.NaN, Number.NaN];
  return (x) => {
    if (x !== asked) [asked, answered] = [x, f(x)];
    return answered;
  };
}
