import { fail } from "../../numeric/candor-error.js";
import { cdfBelow, type Distribution, massAt, survival } from "../distribution.js";
import { quantileByInversion } from "../quantile-by-inversion.js";
import { requireFinite } from "./parameters.js";

/**
 * scale·X + shift. A negative scale turns values into costs; its quantiles are those of X at 1 − p, so below 1e-16 they are not told apart.
 * @throws CandorError `bad-parameter` unless both are finite, scale ≠ 0, and different breakpoints of X stay different and finite in doubles.
 */
export function affine(distribution: Distribution, scale: number, shift: number): Distribution {
  requireFinite("scale", scale);
  requireFinite("shift", shift);
  if (scale === 0) fail("bad-parameter", "scale", "A scale of 0 leaves a point mass; state one point.");
  const there = (x: number) => scale * x + shift;
  const images = distribution.breakpoints.map(there);
  if (images.some((y, k) => !Number.isFinite(y) || y === images[k - 1]))
    fail(
      "bad-parameter",
      "shift",
      "Doubles cannot hold scale·X + shift: it overflows, or rounding to the size of the shift leaves one point.",
      {
        received: `${scale} and ${shift}`,
      },
    );
  // Breakpoints come back exactly, or rounding would put an atom on the wrong side of itself.
  const marks = new Map(distribution.breakpoints.map((x) => [there(x), x]));
  const back = (y: number) => marks.get(y) ?? (y - shift) / scale;
  const ordered = <T>(items: readonly T[]) => (scale > 0 ? [...items] : [...items].reverse());
  const image = ([from, to]: readonly [number, number]) =>
    scale > 0 ? ([there(from), there(to)] as const) : ([there(to), there(from)] as const);
  const base = {
    name:
      shift === 0 && scale === -1
        ? `−(${distribution.name})`
        : `${scale} × (${distribution.name}) + ${shift}`,
    support: image(distribution.support),
    pieces: ordered(distribution.pieces).map(image),
    atoms: ordered(distribution.atoms).map(({ at, mass }) => ({ at: there(at), mass })),
    breakpoints: ordered(distribution.breakpoints).map(there),
    cdf: (y: number) => (scale > 0 ? distribution.cdf(back(y)) : atLeast(distribution, back(y))),
    survival: (y: number) => (scale > 0 ? survival(distribution, back(y)) : cdfBelow(distribution, back(y))),
    density: (y: number) => distribution.density(back(y)) / Math.abs(scale),
  };
  const simple = distribution.pieces.length === 1 && distribution.atoms.length === 0;
  const quantile =
    scale > 0
      ? (p: number) => there(distribution.quantile(p))
      : simple
        ? (p: number) => there(distribution.quantile(1 - p))
        : quantileByInversion(base);
  return {
    ...base,
    quantile,
    get mean() {
      return there(distribution.mean);
    },
  };
}

/** −X: a value seen as a cost. */
export function negated(distribution: Distribution): Distribution {
  return affine(distribution, -1, 0);
}

/** Pr(X ≥ x). */
function atLeast(distribution: Distribution, x: number): number {
  return survival(distribution, x) + massAt(distribution, x);
}
