import { fail } from "../../numeric/candor-error.js";
import { type Distribution, survival } from "../distribution.js";
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
    density: (x: number) => sum((part) => part.density(x)),
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

function mixedAtoms(live: readonly { part: Distribution; share: number }[]): { at: number; mass: number }[] {
  const masses = new Map<number, number>();
  for (const { part, share } of live)
    for (const { at, mass } of part.atoms) masses.set(at, (masses.get(at) ?? 0) + share * mass);
  return [...masses].map(([at, mass]) => ({ at, mass })).sort((a, b) => a.at - b.at);
}
