import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EpsilonFrontier, epsilonFrontier } from "../../src/design/epsilon-frontier.js";
import { comparePosteriorPayment } from "../../src/design/epsilon-posterior.js";
import { participationBound } from "../../src/design/participation-bound.js";
import type { Participation } from "../../src/design/question.js";
import { highsSolver } from "../../src/lp/index.js";
import type { Environment } from "../../src/model/environment.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { compare, type Rational, rational } from "../../src/numeric/rational.js";
import { environmentOf, projectSketch, q, signalEnvironment } from "../mechanisms/environments.js";
import { design, question } from "./designs.js";
import { built, commonLikelihoods, entry, HIDDEN } from "./signal-worlds.js";

const solver = highsSolver();

async function frontier(
  world: Environment<Rational>,
  participation: Participation,
): Promise<EpsilonFrontier> {
  const found = await epsilonFrontier(world, question({ participation: [participation] }), { solver });
  if (!("points" in found)) throw new Error(found.kind);
  return found;
}

const MATCH = [
  [q(1), q(0)],
  [q(0), q(1)],
];

/** One to three players, two states, two signals, utilities among small integers made distinct by powers of two. */
const environments = fc
  .record({
    tables: fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    }),
    accuracy: fc.constantFrom("3/5", "2/3", "9/10"),
    prior: fc.constantFrom("1/2", "1/3"),
  })
  .map(({ tables, accuracy, prior }) => {
    const utilities = tables.map((u, i) =>
      [0, 1].map((a) => [0, 1].map((s) => rational(1000 * u[2 * a + s] + a * (7 + 2 ** (2 * i + s)), 1000))),
    );
    return signalEnvironment(exact, utilities, q(accuracy), [q(prior), exact.subtract(q(1), q(prior))]);
  });

describe("the best mechanism as truth is relaxed, beside (σ*, q*)", () => {
  test("no mechanism earns more than the participation bound, which (σ*, q*) earns and V reaches by ε*", async () => {
    await fc.assert(
      fc.asyncProperty(
        environments,
        fc.constantFrom("interim", "epistemic"),
        async (world, participation) => {
          const { bound } = participationBound(world);
          const own = comparePosteriorPayment(world)!;
          expect(own.revenue).toEqual(bound);
          expect(own.participation).toEqual(expect.arrayContaining(["interim", "epistemic", "ex-ante"]));
          const found = await frontier(world, participation);
          expect(found).toMatchObject({ kind: "exact", limit: bound });
          expect(compare(found.flatFrom!, own.epsilon)).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 12 },
    );
  });

  test("if players may leave given all reports, and no choice ties, nothing earns the bound below ε*", async () => {
    // Everyone pays exactly its expected utility at every profile, so (σ*, q*) is the only mechanism that earns the bound.
    let positive = 0;
    await fc.assert(
      fc.asyncProperty(environments, async (world) => {
        const { epsilon, mechanism } = comparePosteriorPayment(world)!;
        const tied = comparePosteriorPayment(world, "uniform")!.mechanism;
        const profiles = 2 ** world.agents.length;
        for (let k = 0; k < profiles; k++) {
          const reports = world.agents.map((_, i) => (k >> i) & 1);
          fc.pre(tied.outcome(reports).lottery === mechanism.outcome(reports).lottery);
        }
        positive += Number(epsilon.n > 0n);
        expect((await frontier(world, "epistemic")).flatFrom).toEqual(epsilon);
      }),
      { numRuns: 12 },
    );
    expect(positive).toBeGreaterThan(2);
  });

  test("if they decide on their own signals alone, two players with one likelihood give everything at ε = 0", async () => {
    // Some charge z(r, s_j) has E[z(r, ·) | t] = E[u_i(σ*(r, ·)) | t] for every t: a relation Σ_t c_t Pr(s_j | t) = 0 reads G d = 0 with
    // d_t = c_t / Pr(t) and G = Σ_ω p(ω) ν(·|ω) ν(·|ω)ᵀ, so Σ_t d_t ν(t|ω) = 0 for all ω and Σ_t c_t π(t) = 0: the right side obeys it.
    let positive = 0;
    await fc.assert(
      fc.asyncProperty(commonLikelihoods, async (world) => {
        const { epsilon, revenue } = comparePosteriorPayment(world)!;
        positive += Number(epsilon.n > 0n);
        expect(await design(world)).toMatchObject({ kind: "optimal", lower: revenue });
      }),
      { numRuns: 25 },
    );
    expect(positive).toBeGreaterThan(10);
    for (const name of ["assignment-among-groups", "almost-balanced-budget"])
      expect((await frontier(entry(name), "interim")).flatFrom).toEqual(q(0));
  });

  test("but not a single player, nor two if what one sees is hidden from the other", async () => {
    const project = [
      [q(1), q(3)],
      [q(0), q(0)],
    ];
    for (const world of [signalEnvironment(exact, [project], q("3/4")), built(HIDDEN)]) {
      const { epsilon, revenue } = comparePosteriorPayment(world)!;
      const found = await frontier(world, "interim");
      expect(found).toMatchObject({ kind: "exact", limit: revenue });
      expect(compare(found.points[0].design.lower, revenue)).toBeLessThan(0);
      expect(found.flatFrom!.n).toBeGreaterThan(0n);
      expect(compare(found.flatFrom!, epsilon)).toBeLessThanOrEqual(0);
    }
  });
});

test("the catalog's assignment: V(0) = 4061/640, and the last 3/64 a unit up to ε* = 27/20", async () => {
  const found = await frontier(entry("assignment-among-groups"), "epistemic");
  expect(found.segments.map(({ from, line }) => [from.epsilon, from.design.lower, line.slope])).toEqual([
    [q(0), q("4061/640"), q(2)],
    [q("39/320"), q("4217/640"), q("1/2")],
    [q("9/40"), q("425/64"), q("3/64")],
    [q("27/20"), q("3427/512"), q(0)],
  ]);
});

test("does not apply without a common prior or at reports of probability 0", () => {
  const { beliefs: _, ...without } = environmentOf(exact, projectSketch(2, [q(0), q(3)], q(2)));
  expect(comparePosteriorPayment(without)).toBeUndefined();
  expect(comparePosteriorPayment(signalEnvironment(exact, [MATCH, MATCH], q(1)))).toBeUndefined();
});
