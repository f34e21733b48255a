import { type Rational, ZERO } from "../numeric/rational.js";
import type { Formulation } from "./formulation.js";
import { type SolveProgramOptions, solveProgram } from "./solve-program.js";

/** Constraints beyond which the proof is left as it was found. */
const MOST = 60;

/**
 * Thins out a proof of infeasibility until every constraint in it is needed: drops one after the other, keeping Σ_a g(a|k) = 1 and
 * g ≥ 0 throughout, and takes over each new proof that the rest still contradicts itself (deletion filter).
 *
 * @param farkas one price a row of the program, see `ExactOutcome`.
 * @returns prices of a proof; `irreducible` unless there were too many constraints or the pivots did not suffice.
 * Source: Chinneck and Dravnieks (1991), "Locating minimal infeasible constraint sets in linear programs".
 */
export async function irreducibleContradiction(
  program: Formulation,
  farkas: readonly Rational[],
  options: SolveProgramOptions,
): Promise<{ readonly farkas: readonly Rational[]; readonly irreducible: boolean }> {
  const always = program.rows.flatMap(({ name }, i) => (name.kind === "unit" ? [i] : []));
  const objective = program.objective.map(() => ZERO);
  let proof = farkas;
  let support = supportOf(program, proof);
  if (support.length > MOST) return { farkas, irreducible: false };
  let irreducible = true;
  for (const candidate of support) {
    if (!support.includes(candidate)) continue;
    options.onProgress?.(`thinning out the contradiction, ${support.length} constraints`);
    const tried = [...always, ...support.filter((row) => row !== candidate)];
    const rest = { objective, free: program.free, rows: tried.map((row) => program.rows[row]) };
    const { outcome } = await solveProgram(rest, options);
    if (outcome.kind === "stopped") irreducible = false;
    if (outcome.kind !== "infeasible") continue;
    const prices = new Array<Rational>(program.rows.length).fill(ZERO);
    tried.forEach((row, p) => {
      prices[row] = outcome.farkas[p];
    });
    proof = prices;
    support = supportOf(program, proof);
  }
  return { farkas: proof, irreducible };
}

function supportOf(program: Formulation, prices: readonly Rational[]): number[] {
  return program.rows.flatMap(({ name }, i) => (prices[i].n !== 0n && name.kind !== "unit" ? [i] : []));
}
