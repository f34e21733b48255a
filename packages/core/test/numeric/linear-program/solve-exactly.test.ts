import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundValue,
  type ExactOutcome,
  type ExactProgram,
  objectiveValue,
  type SparseRow,
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
): SparseRow => ({
  coefficients: new Map(vector(...entries).entries()),
  relation,
  bound: vector(bound)[0],
});

const fraction = fc
  .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .map(([top, bottom]) => rational(top, bottom));
const nonNegative = (objective: Rational[], rows: SparseRow[]): ExactProgram => ({
  objective,
  free: objective.map(() => false),
  rows,
});

interface Started {
  readonly program: ExactProgram;
  /** Columns to start from, singular ones too. */
  readonly basis: number[];
}

const programs: fc.Arbitrary<Started> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 5 }))
  .chain(([variables, rows]) => {
    const row = fc.array(fraction, { minLength: variables, maxLength: variables });
    const relation = fc.constantFrom<"<=" | "=">("<=", "<=", "=");
    const coefficients = row.map((entries) => new Map(entries.entries()));
    const one = fc.record({ coefficients, relation, bound: fraction });
    const exactly = { minLength: rows, maxLength: rows };
    return fc.record({
      program: fc.record({
        objective: row,
        free: fc.array(fc.boolean(), { minLength: variables, maxLength: variables }),
        rows: fc.array(one, exactly),
      }),
      basis: fc.shuffledSubarray(
        Array.from({ length: variables + rows }, (_, j) => j),
        exactly,
      ),
    });
  });

describe("solveExactly", () => {
  it("answers with a proof of the answer", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(programs, ({ program, basis }) => {
        const outcome = solveExactly(program);
        seen.add(outcome.kind);
        expect(verifyOutcome(program, outcome)).toBe(true);
        const elsewhere = solveExactly(program, { basis });
        expect(elsewhere.kind).toBe(outcome.kind);
        expect(verifyOutcome(program, elsewhere)).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect([...seen].sort()).toEqual(["infeasible", "optimal", "unbounded"]);
  });

  it("agrees with the dual program", () => {
    // The dual of max c·x, Ax ≤ b is min b·y, yA ≥ c, that is max −b·y, −Aᵀy ≤ −c.
    fc.assert(
      fc.property(programs, ({ program: given }) => {
        const rows = given.rows.map((one) => ({ ...one, relation: "<=" as const }));
        const minus = (a: Rational) => rational(-a.n, a.d);
        const dual = nonNegative(
          rows.map(({ bound }) => minus(bound)),
          given.objective.map((gain, j) => ({
            coefficients: new Map(rows.map(({ coefficients }, i) => [i, minus(coefficients.get(j)!)])),
            relation: "<=",
            bound: minus(gain),
          })),
        );
        const primal = nonNegative([...given.objective], rows);
        const [first, second] = [solveExactly(primal), solveExactly(dual)];
        if (first.kind === "optimal" && second.kind === "optimal")
          expect(add(objectiveValue(primal, first.primal), objectiveValue(dual, second.primal))).toEqual(
            ZERO,
          );
        else expect([first.kind, second.kind]).toContain("infeasible");
      }),
      { numRuns: 300 },
    );
  });

  it("solves the textbook case", () => {
    const program = nonNegative(vector(1, 1), [constraint([1, 2], "<=", 2), constraint([1, 0], "<=", 1)]);
    const outcome = solveExactly(program);
    expect(outcome).toMatchObject({
      kind: "optimal",
      primal: vector(1, "1/2"),
      prices: vector("1/2", "1/2"),
    });
    expect(outcome.kind === "optimal" && boundValue(program, outcome.prices)).toEqual(rational(3, 2));
  });

  it("does not cycle on Beale's example", () => {
    const program = nonNegative(vector("3/4", -20, "1/2", -6), [
      constraint(["1/4", -8, -1, 9], "<=", 0),
      constraint(["1/2", -12, "-1/2", 3], "<=", 0),
      constraint([0, 0, 1, 0], "<=", 1),
    ]);
    const outcome = solveExactly(program);
    expect(outcome.kind === "optimal" && objectiveValue(program, outcome.primal)).toEqual(rational(5, 4));
  });

  it("expresses a belief as a convex combination of others, or separates it from them", () => {
    const weights = (target: (string | number)[]) =>
      nonNegative(vector(0, 0), [
        constraint(["1/4", "3/4"], "=", target[0]),
        constraint(["3/4", "1/4"], "=", target[1]),
        constraint([1, 1], "=", 1),
      ]);
    expect(solveExactly(weights(["1/2", "1/2"]))).toMatchObject({ primal: vector("1/2", "1/2") });
    const outside = weights([0, 1]);
    const outcome = solveExactly(outside);
    expect(outcome.kind).toBe("infeasible");
    expect(verifyOutcome(outside, outcome)).toBe(true);
  });

  it("needs no constraint", () => {
    expect(solveExactly(nonNegative(vector(-1), []))).toMatchObject({ kind: "optimal", primal: [ZERO] });
    expect(solveExactly(nonNegative(vector(1), []))).toMatchObject({ kind: "unbounded", ray: [ONE] });
  });

  it("accepts redundant equations", () => {
    const rows = [constraint([1, 1], "=", 1), constraint([2, 2], "=", 2), constraint([-1, -1], "=", -1)];
    const program = nonNegative(vector(1, 0), rows);
    const outcome = solveExactly(program);
    expect(outcome).toMatchObject({ kind: "optimal", primal: vector(1, 0) });
    expect(verifyOutcome(program, outcome)).toBe(true);
  });

  it("stops when told to, with what it has by then", () => {
    const program = nonNegative(vector(1, 1), [constraint([1, 2], "<=", 2), constraint([1, 0], "<=", 1)]);
    expect(solveExactly(program, { pivotLimit: 0 })).toMatchObject({ kind: "stopped", primal: vector(0, 0) });
    expect(solveExactly(program, { signal: { aborted: true } }).kind).toBe("stopped");
  });
});

describe("verifyOutcome, negative controls", () => {
  const program = nonNegative(vector(1, 1), [constraint([1, 2], "<=", 2), constraint([1, 0], "=", 1)]);
  const found = { pivots: 0, basis: [] };
  const optimal = {
    ...found,
    kind: "optimal" as const,
    primal: vector(1, "1/2"),
    prices: vector("1/2", "1/2"),
  };
  const unbounded = { ...found, kind: "unbounded" as const, primal: vector(1, 0) };
  const broken: [string, ExactOutcome][] = [
    ["a worse point", { ...optimal, primal: vector(1, 0) }],
    ["a point that breaks a constraint", { ...optimal, primal: vector(1, 1) }],
    ["a negative point", { ...optimal, primal: vector(2, "-1/2") }],
    ["prices that undercut the objective", { ...optimal, prices: vector(0, "3/2") }],
    ["a negative price of an inequality", { ...optimal, prices: vector("-1/2", "5/2") }],
    ["infeasibility of a feasible program", { ...found, kind: "infeasible", farkas: vector(1, 1) }],
    ["a ray that leaves the constraints", { ...unbounded, ray: vector(0, 1) }],
    ["a ray that gains nothing", { ...unbounded, ray: vector(0, 0) }],
  ];
  it("accepts the true outcome", () => expect(verifyOutcome(program, optimal)).toBe(true));
  it.each(broken)("rejects %s", (_, outcome) => expect(verifyOutcome(program, outcome)).toBe(false));

  it("holds free variables to equality", () => {
    const free = { ...program, free: [true, false], rows: [constraint([1, 2], "<=", 2)] };
    expect(verifyOutcome(free, { ...optimal, primal: vector(2, 0), prices: vector(1) })).toBe(true);
    expect(verifyOutcome(free, { ...optimal, primal: vector(2, 0), prices: vector(2) })).toBe(false);
  });
});
