import { describe, expect, it } from "vitest";
import { highsSolver } from "../../src/lp/highs.js";
import { judged } from "../../src/lp/judge.js";
import { residuals } from "../../src/lp/residuals.js";
import { program } from "../../src/testing/solver-problems.js";

const solver = highsSolver();
const shop = program("maximise", [[3], [2]], ["1 1 <= 4", "1 3 <= 6"]);

describe("judged", () => {
  it("passes an optimum and what claims none", async () => {
    const optimum = await solver.solve(shop);
    expect(judged(shop, optimum, {})).toBe(optimum);
    const limited = {
      ...optimum,
      termination: "time-limit",
      primal: optimum.primal.map((x) => x + 9),
    } as const;
    expect(judged(shop, limited, {})).toBe(limited);
  });

  it("fails a point outside the bounds, and prices that leave a gap", async () => {
    const optimum = await solver.solve(shop);
    const outside = { ...optimum, primal: optimum.primal.map((x) => x + 0.1) };
    expect(judged(shop, outside, {})).toMatchObject({
      termination: "failed",
      result: { primal: "infeasible" },
    });
    const unpriced = { ...optimum, rowDuals: new Float64Array(2) };
    expect(judged(shop, unpriced, {})).toMatchObject({
      termination: "failed",
      result: { primal: "feasible", dual: "infeasible" },
    });
    expect(judged(shop, outside, { tolerances: { primal: 0.01 } }).termination).toBe("optimal");
  });

  it("fails fractions where whole numbers are due", async () => {
    const problem = program("maximise", [[1, 0, 9, true]], ["2 <= 7"]);
    const optimum = await solver.solve(problem);
    expect(optimum.termination).toBe("optimal");
    const half = { ...optimum, primal: Float64Array.of(2.5), rowActivity: Float64Array.of(5) };
    expect(judged(problem, half, {}).termination).toBe("failed");
  });
});

it("never passes on an optimum of interior point without presolve that is none", async () => {
  // HiGHS 1.15.1 mistreats rows without bounds there.
  let state = 11;
  const draw = (values: readonly string[]) => values[(state = (state * 48271) % 2147483647) % values.length];
  const digits = ["-2", "-1", "0", "1", "2"];
  for (let k = 0; k < 300; k++) {
    const columns = [0, 1].map(() => [Number(draw(digits)), Number(draw(["-1", "0"])), 3] as const);
    const rows = [0, 1, 2].map(
      () => `${draw(digits)} ${draw(digits)} ${draw(["free", "<= 1", ">= -1", "= 0"])}`,
    );
    const problem = program("minimise", columns, rows);
    const solution = await solver.solve(problem, { method: "ipm", presolve: false });
    const { primalInfeasibility, dualInfeasibility, relativeGap } = residuals(problem, solution);
    expect(solution.termination).toBe("optimal");
    expect(Math.max(primalInfeasibility!, dualInfeasibility!, relativeGap!)).toBeLessThan(1e-4);
  }
});
