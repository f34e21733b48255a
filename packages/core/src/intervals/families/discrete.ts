import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { lastIndexWhere } from "../last-index-where.js";
import { normalisedWeights, requireFinite } from "./parameters.js";

/**
 * Atoms alone: `probabilities[k]` at `points[k]`; equal points add up, points of probability 0 are left out.
 * @throws CandorError `bad-parameter` for points that are not finite; `not-normalised` unless the probabilities add up to 1 ± 1e-9.
 */
export function discrete(points: readonly number[], probabilities: readonly number[]): Distribution {
  if (points.length !== probabilities.length)
    fail("bad-parameter", "probabilities", "Every point needs one probability.", {
      received: `${points.length} points and ${probabilities.length} probabilities`,
    });
  const masses = new Map<number, number>();
  const weights = normalisedWeights("probabilities", probabilities);
  points.forEach((x, k) => {
    requireFinite(`points[${k}]`, x);
    if (weights[k] > 0) masses.set(x, (masses.get(x) ?? 0) + weights[k]);
  });
  return ofAtoms([...masses].map(([at, mass]) => ({ at, mass })).sort((a, b) => a.at - b.at));
}

/** All probability at one point. */
export function pointMass(at: number): Distribution {
  return discrete([at], [1]);
}

function ofAtoms(atoms: readonly { readonly at: number; readonly mass: number }[]): Distribution {
  const upTo: number[] = [];
  for (const { mass } of atoms) upTo.push((upTo[upTo.length - 1] ?? 0) + mass);
  upTo[upTo.length - 1] = 1;
  const [low, high] = [atoms[0].at, atoms[atoms.length - 1].at];
  return {
    name:
      atoms.length === 1 ? `point mass at ${low}` : `discrete on ${atoms.length} points of [${low}, ${high}]`,
    support: [low, high],
    pieces: [],
    atoms,
    breakpoints: atoms.map(({ at }) => at),
    cdf: (x) => upTo[lastIndexWhere(atoms.length, (k) => atoms[k].at <= x)] ?? 0,
    density: () => 0,
    quantile: (p) => atoms[lastIndexWhere(atoms.length, (k) => upTo[k] < p) + 1]?.at ?? high,
    mean: atoms.reduce((sum, { at, mass }) => sum + at * mass, 0),
  };
}
