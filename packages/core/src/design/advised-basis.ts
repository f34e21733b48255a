import { LinearProblemBuilder } from "../lp/problem-builder.js";
import { BASIS_STATUS } from "../lp/solution.js";
import type { LinearSolver } from "../lp/solver.js";
import { CandorError } from "../numeric/candor-error.js";
import { toDouble } from "../numeric/rational.js";
import type { ExactProgram } from "./exact-program.js";

const BASIC = BASIS_STATUS.indexOf("basic");

/**
 * The final basis of a solver in doubles, as columns of the slack form; `undefined` where the solver gives none or refuses the
 * program. Advice only: whoever uses it recomputes everything in fractions, so nothing rests on the solver being right.
 */
export async function advisedBasis(
  program: ExactProgram,
  solver: LinearSolver,
): Promise<number[] | undefined> {
  const builder = new LinearProblemBuilder("maximise");
  program.objective.forEach((cost, j) => {
    builder.addColumn(toDouble(cost), program.free[j] ? -Infinity : 0);
  });
  for (const { coefficients, relation, bound } of program.rows) {
    const limit = toDouble(bound);
    builder.addRow(
      [...coefficients.keys()],
      [...coefficients.values()].map(toDouble),
      relation === "=" ? limit : -Infinity,
      limit,
    );
  }
  const basis = await solver.solve(builder.build(), { method: "simplex", certificates: false }).then(
    (solution) => solution.basis,
    (error: unknown) => {
      if (error instanceof CandorError) return undefined;
      throw error;
    },
  );
  if (basis === undefined) return undefined;
  const chosen: number[] = [];
  basis.columns.forEach((status, j) => {
    if (status === BASIC) chosen.push(j);
  });
  basis.rows.forEach((status, i) => {
    if (status === BASIC) chosen.push(program.objective.length + i);
  });
  return chosen.length === program.rows.length ? chosen : undefined;
}
