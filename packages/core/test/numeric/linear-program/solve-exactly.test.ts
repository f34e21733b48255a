import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Constraint,
  type LinearProgram,
  type LinearProgramOutcome,
  solveExactly,
  verifyOutcome,
} from "../../../src/numeric/linear-program/index.js";
import { add, ONE, parseRational, type Rational, rational, ZERO } from "../../../src/numeric/rational.js";

const vector = (...entries: (string | number)[]): Rational[] =>
  entries.map((entry) => parseRational(String(entry))!);
const constraint = (
  entries: (string | number)[],
  relation: "<=" | "=",
  bound: string | number,
): Constraint => ({
  coefficients: vector(...entries),
  relation,
  bound: vector(bound)[0],
});

const fraction = fc
  .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .map(([top, bottom]) => rational(top, bottom));
const programs: fc.Arbitrary<LinearProgram> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 5 }))
  .chain(([variables, rows]) => {
    const row = fc.array(fraction, { minLength: variables, maxLength: variables });
    const relation = fc.constantFrom<"<=" | "=">("<=", "<=", "=");
    const one = fc.record({ coefficients: row, relation, bound: fraction });
    return fc.record({ objective: row, constraints: fc.array(one, { minLength: rows, maxLength: rows }) });
  });

describe("solveExactly", () => {
  it("answers with a proof of the answer", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(programs, (program) => {
        const outcome = solveExactly(program);
        seen.add(outcome.kind);
        expect(verifyOutcome(program, outcome)).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect([...seen].sort()).toEqual(["infeasible", "optimal", "unbounded"]);
  });

  it("agrees with the dual program", () => {
    // The dual of max c·x, Ax ≤ b is min b·y, yA ≥ c, that is max −b·y, −Aᵀy ≤ −c.
    fc.assert(
      fc.property(programs, (given) => {
        const constraints = given.constraints.map((one) => ({ ...one, relation: "<=" as const }));
        const minus = (a: Rational) => rational(-a.n, a.d);
        const dual: LinearProgram = {
          objective: constraints.map(({ bound }) => minus(bound)),
          constraints: given.objective.map((gain, j) => ({
            coefficients: constraints.map(({ coefficients }) => minus(coefficients[j])),
            relation: "<=",
            bound: minus(gain),
          })),
        };
        const first = solveExactly({ objective: given.objective, constraints });
        const second = solveExactly(dual);
        if (first.kind === "optimal" && second.kind === "optimal")
          expect(add(first.value, second.value)).toEqual(ZERO);
        else expect([first.kind, second.kind]).toContain("infeasible");
      }),
      { numRuns: 300 },
    );
  });

  it("solves the textbook case", () => {
    const program = {
      objective: vector(1, 1),
      constraints: [constraint([1, 2], "<=", 2), constraint([1, 0], "<=", 1)],
    };
    expect(solveExactly(program)).toEqual({
      kind: "optimal",
      value: rational(3, 2),
      primal: vector(1, "1/2"),
      dual: vector("1/2", "1/2"),
    });
  });

  it("does not cycle on Beale's example", () => {
    const program = {
      objective: vector("3/4", -20, "1/2", -6),
      constraints: [
        constraint(["1/4", -8, -1, 9], "<=", 0),
        constraint(["1/2", -12, "-1/2", 3], "<=", 0),
        constraint([0, 0, 1, 0], "<=", 1),
      ],
    };
    expect(solveExactly(program)).toMatchObject({ kind: "optimal", value: rational(5, 4) });
  });

  it("expresses a belief as a convex combination of others, or separates it from them", () => {
    const weights = (target: (string | number)[]) => ({
      objective: vector(0, 0),
      constraints: [
        constraint(["1/4", "3/4"], "=", target[0]),
        constraint(["3/4", "1/4"], "=", target[1]),
        constraint([1, 1], "=", 1),
      ],
    });
    expect(solveExactly(weights(["1/2", "1/2"]))).toMatchObject({ primal: vector("1/2", "1/2") });
    const outside = weights([0, 1]);
    const outcome = solveExactly(outside);
    expect(outcome.kind).toBe("infeasible");
    expect(verifyOutcome(outside, outcome)).toBe(true);
  });

  it("needs no constraint", () => {
    expect(solveExactly({ objective: vector(-1), constraints: [] })).toMatchObject({
      kind: "optimal",
      value: ZERO,
    });
    expect(solveExactly({ objective: vector(1), constraints: [] })).toMatchObject({
      kind: "unbounded",
      ray: [ONE],
    });
  });

  it("accepts redundant equations", () => {
    const program = {
      objective: vector(1, 0),
      constraints: [constraint([1, 1], "=", 1), constraint([2, 2], "=", 2), constraint([-1, -1], "=", -1)],
    };
    const outcome = solveExactly(program);
    expect(outcome).toMatchObject({ kind: "optimal", value: ONE });
    expect(verifyOutcome(program, outcome)).toBe(true);
  });

  it("refuses a constraint of the wrong length", () => {
    const run = () => solveExactly({ objective: vector(1), constraints: [constraint([1, 1], "<=", 1)] });
    expect(run).toThrow(expect.objectContaining({ code: "invalid-size" }));
  });
});

describe("verifyOutcome, negative controls", () => {
  const program = {
    objective: vector(1, 1),
    constraints: [constraint([1, 2], "<=", 2), constraint([1, 0], "=", 1)],
  };
  const optimal = {
    kind: "optimal" as const,
    value: rational(3, 2),
    primal: vector(1, "1/2"),
    dual: vector("1/2", "1/2"),
  };
  const broken: [string, LinearProgramOutcome][] = [
    ["a wrong value", { ...optimal, value: ONE }],
    ["a worse point", { ...optimal, primal: vector(1, 0) }],
    ["a point that breaks a constraint", { ...optimal, primal: vector(1, 1) }],
    ["a negative point", { ...optimal, primal: vector(2, "-1/2") }],
    ["prices that undercut the objective", { ...optimal, dual: vector(0, "3/2") }],
    ["a negative price of an inequality", { ...optimal, dual: vector("-1/2", "5/2") }],
    ["infeasibility of a feasible program", { kind: "infeasible", farkas: vector(1, 1) }],
    ["a ray that leaves the constraints", { kind: "unbounded", primal: vector(1, 0), ray: vector(0, 1) }],
    ["a ray that gains nothing", { kind: "unbounded", primal: vector(1, 0), ray: vector(0, 0) }],
  ];
  it("accepts the true outcome", () => expect(verifyOutcome(program, optimal)).toBe(true));
  it.each(broken)("rejects %s", (_, outcome) => expect(verifyOutcome(program, outcome)).toBe(false));
});
