import type { Distribution } from "../distribution.js";
import { expectation } from "../expectation.js";
import { quantileByInversion } from "../quantile-by-inversion.js";

/** What a family without atoms and gaps has to say; its functions are asked strictly inside (low, high) only. */
export interface ContinuousFamily {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly cdf: (x: number) => number;
  readonly survival: (x: number) => number;
  /** Asked at finite ends too, where it may be infinite. */
  readonly density: (x: number) => number;
  /** Default: by inversion of the cdf. */
  readonly quantile?: (p: number) => number;
  /** Default: by quadrature, when it is first read. */
  readonly mean?: number;
}

/** The distribution a family describes, with everything outside (low, high) filled in. */
export function continuous(family: ContinuousFamily): Distribution {
  const { name, low, high, cdf, survival, density, quantile } = family;
  const base = {
    name,
    support: [low, high] as const,
    pieces: [[low, high]] as const,
    atoms: [],
    breakpoints: [low, high].filter(Number.isFinite),
    cdf: (x: number) => (x <= low ? 0 : x >= high ? 1 : cdf(x)),
    survival: (x: number) => (x <= low ? 1 : x >= high ? 0 : survival(x)),
    density: (x: number) => (x < low || x > high ? 0 : density(x)),
  };
  const inside =
    quantile && ((p: number) => (p <= 0 ? low : p >= 1 ? high : Math.min(high, Math.max(low, quantile(p)))));
  return withMean({ ...base, quantile: inside ?? quantileByInversion(base) }, () => family.mean);
}

/** Adds the mean: the one that `known` tells, or by quadrature, when it is first read. */
export function withMean(
  distribution: Omit<Distribution, "mean">,
  known: () => number | undefined = () => undefined,
): Distribution {
  let mean: number | undefined;
  const complete: Distribution = {
    ...distribution,
    get mean() {
      mean ??= known() ?? expectation(complete, (x) => x).value;
      return mean;
    },
  };
  return complete;
}
