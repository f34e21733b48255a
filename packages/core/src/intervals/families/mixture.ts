import { fail } from "../../numeric/candor-error.js";
import { type Distribution, survival } from "../distribution.js";
import { lastIndexWhere } from "../last-index-where.js";
import { unionOfBreakpoints, unionOfPieces } from "../pieces.js";
import { quantileByInversion } from "../quantile-by-inversion.js";
import { normalisedWeights } from "./parameters.js";

/**
 * X follows parts[k] with probability weights[k]: F = Σ wₖ Fₖ. Parts may have atoms and gaps. Quantiles by inversion.
 * @throws CandorError `bad-parameter` unless there is one weight ≥ 0 for every part; `not-normalised` unless they add up to 1 ± 1e-9.
 */
export function mixture(weights: readonly number[], parts: readonly Distribution[]): Distribution {
  if (weights.length !== parts.length || parts.length === 0)
    fail("bad-parameter", "weights", "A mixture needs parts, and one weight for each.", {
      received: `${weights.length} weights and ${parts.length} parts`,
    });
  const shares = normalisedWeights("weights", weights);
  const live = parts.map((part, k) => ({ part, share: shares[k] })).filter(({ share }) => share > 0);
  const sum = (of: (part: Distribution) => number) =>
    live.reduce((total, { part, share }) => total + share * of(part), 0);
  const kept = live.map(({ part }) => part);
  const atoms = mixedAtoms(live);
  const base = {
    name:
      live.length > 4
        ? `mixture of ${live.length} distributions`
        : `mixture of ${live.map(({ part, share }) => `${share} × ${part.name}`).join(" and ")}`,
    support: [
      Math.min(...kept.map((d) => d.support[0])),
      Math.max(...kept.map((d) => d.support[1])),
    ] as const,
    pieces: unionOfPieces(
      kept,
      atoms.map(({ at }) => at),
    ),
    atoms,
    breakpoints: unionOfBreakpoints(kept),
    cdf: (x: number) => sum((part) => part.cdf(x)),
    survival: (x: number) => sum((part) => survival(part, x)),
    density: mixedDensity(live),
  };
  return {
    ...base,
    quantile: quantileByInversion(base),
    // Read late: the parts may find theirs by quadrature.
    get mean() {
      return sum(({ mean }) => mean);
    },
  };
}

interface Weighted {
  readonly part: Distribution;
  readonly share: number;
}

/**
 * Σ shares × densities; where pieces of some parts end and those of others begin it is the one from the right (from the left where nothing
 * follows), infinite where one of them is.
 */
function mixedDensity(live: readonly Weighted[]): (x: number) => number {
  const sum = (weighted: readonly Weighted[], x: number) =>
    weighted.reduce((total, { part, share }) => total + share * part.density(x), 0);
  const counted = new Map<number, readonly Weighted[]>();
  for (const x of new Set(live.flatMap(({ part }) => part.pieces.flat()))) {
    const rightwards = live.filter(({ part }) => hasPieceBeside(part, x, 0));
    const beside = rightwards.length > 0 ? rightwards : live.filter(({ part }) => hasPieceBeside(part, x, 1));
    if (beside.length < live.length && sum(live, x) < Infinity) counted.set(x, beside);
  }
  return (x) => sum(counted.get(x) ?? live, x);
}

/** Whether a piece lies immediately above x (side 0), or below it (side 1). */
function hasPieceBeside({ pieces }: Distribution, x: number, side: 0 | 1): boolean {
  const k = lastIndexWhere(pieces.length, (j) => (side === 0 ? pieces[j][0] <= x : pieces[j][0] < x));
  return k >= 0 && (side === 0 ? x < pieces[k][1] : x <= pieces[k][1]);
}

function mixedAtoms(live: readonly Weighted[]): { at: number; mass: number }[] {
  const masses = new Map<number, number>();
  for (const { part, share } of live)
    for (const { at, mass } of part.atoms) masses.set(at, (masses.get(at) ?? 0) + share * mass);
  return [...masses].map(([at, mass]) => ({ at, mass })).sort((a, b) => a.at - b.at);
}
