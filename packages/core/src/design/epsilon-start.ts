import { divide, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { Design } from "./design.js";
import { epsilonSlope, type SolvedDesign } from "./epsilon-line.js";
import { formulate } from "./formulation.js";
import { lagrangianBound } from "./lagrangian-bound.js";
import { rowNameKey } from "./row-name.js";

type Infeasible = Extract<Design, { kind: "infeasible" }>;

/** The first ε at which the question has an answer, or why there is none. */
export type EpsilonStart =
  | { readonly kind: "solved"; readonly epsilon: Rational; readonly design: SolvedDesign }
  /** No ε helps: the contradiction does without incentives. */
  | { readonly kind: "infeasible"; readonly design: Infeasible }
  | { readonly kind: "unbounded"; readonly design: Extract<Design, { kind: "unbounded" }> }
  | { readonly kind: "undecided" };

/**
 * The smallest ε ≥ 0 at which the constraints can be satisfied, exactly, by Newton's method on proofs of infeasibility.
 *
 * A proof at ε combines the constraints to 0 ≤ v(ε) < 0, and v grows with the weight s ≥ 0 of the incentive constraints: it refutes
 * every ε below ε − v(ε)/s, which is tried next, and every ε where s = 0. Each vertex of the proofs is met once at most.
 * @param solve the design at ε.
 */
export async function smallestFeasibleEpsilon(
  solve: (epsilon: Rational) => Promise<Design>,
): Promise<EpsilonStart> {
  for (let epsilon = ZERO; ; ) {
    const design = await solve(epsilon);
    if (design.kind === "undecided") return { kind: "undecided" };
    if (design.kind === "unbounded") return { kind: "unbounded", design };
    if (design.kind !== "infeasible") return { kind: "solved", epsilon, design };
    const slope = epsilonSlope(design.multipliers);
    if (slope.n === 0n) return { kind: "infeasible", design };
    epsilon = subtract(epsilon, divide(refutation(design), slope));
  }
}

/** What the multipliers bound 0 by at the question's ε: a negative number. */
function refutation({ tables, question, multipliers }: Infeasible): Rational {
  const program = formulate(tables, question);
  const prices = new Map(multipliers.map(({ name, price }) => [rowNameKey(name), price]));
  const value = lagrangianBound(
    { ...program, objective: program.objective.map(() => ZERO) },
    program.rows.map(({ name }) => prices.get(rowNameKey(name)) ?? ZERO),
  );
  if (value === undefined || value.n >= 0n) throw new Error("A proof of infeasibility refutes nothing.");
  return value;
}
