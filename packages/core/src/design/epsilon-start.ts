import { add, divide, multiply, negate, ONE, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { Design } from "./design.js";
import { epsilonSlope, type SolvedDesign } from "./epsilon-line.js";
import { type FiniteTables, profileSteps } from "./finite-tables.js";
import type { RowName } from "./row-name.js";

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
 * A proof at ε combines the constraints to 0 ≤ c + s·ε < 0 with s ≥ 0 the weight of the incentive constraints. It refutes every
 * ε below −c/s, which is tried next, and where s = 0 every ε. Each proof is used once and there are finitely many vertices.
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
    const constant = design.multipliers.reduce(
      (total, { name, price }) => add(total, multiply(price, boundWithoutEpsilon(design.tables, name))),
      ZERO,
    );
    epsilon = divide(negate(constant), slope);
  }
}

/** The right-hand side of a constraint (docs/certificate.md), ε taken for 0. */
function boundWithoutEpsilon(tables: FiniteTables, { kind, indices }: RowName): Rational {
  const [i, k] = indices;
  const { typeOf } = profileSteps(tables.sizes);
  switch (kind) {
    case "unit":
      return ONE;
    case "interim-ir":
      return negate(tables.outside[i][k]);
    case "ex-post-ir":
    case "epistemic-ir":
      return negate(tables.outside[i][typeOf(k, i)]);
    case "ex-ante-ir":
      return tables.prior!.reduce(
        (total, weights, k) =>
          subtract(total, multiply(weights.reduce(add, ZERO), tables.outside[i][typeOf(k, i)])),
        ZERO,
      );
    default:
      return ZERO;
  }
}
