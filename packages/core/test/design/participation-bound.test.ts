import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePosteriorPayment, posteriorPaymentProof } from "../../src/design/epsilon-posterior.js";
import type { Design } from "../../src/design/index.js";
import { participationBound, participationMultipliers } from "../../src/design/participation-bound.js";
import { buildEnvironment, parseModel } from "../../src/io/index.js";
import type { Environment } from "../../src/model/environment.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { add, compare, printRational, type Rational, rational, ZERO } from "../../src/numeric/rational.js";
import { correlated, sketches } from "../mechanisms/arbitrary-environments.js";
import { environmentOf, q, signalEnvironment } from "../mechanisms/environments.js";
import { design, verified } from "./designs.js";

/** East wants to be chosen when it is wet, West when it is dry; their numbers vary. */
const weather = (east: number, west: number, likelihood = "dry: [3/4, 1/4], wet: [1/4, 3/4]") => `
candor: 1
agents: { East: { count: ${east}, types: [dry, wet] }, West: { count: ${west}, types: [dry, wet] } }
states: [dry, wet]
beliefs: { signals: { prior: uniform, likelihood: { ${likelihood} } } }
alternatives: [East, West]
values:
  East: 'alternative == "East" ? (state == "wet" ? 2 : 1) : 0'
  West: 'alternative == "West" ? (state == "wet" ? 1 : 9) : 0'
`;
const built = (text: string) => buildEnvironment(parseModel(text), exact).environment;

/** Σ_k max_a Σ_θ f(k, θ) Σ_i v_i(a, k, θ) − Σ_k f(k) Σ_i o_i(k_i), profile by profile from the definition. */
function byProfiles({
  agents,
  alternatives,
  states,
  values,
  beliefs,
  outsideOptions,
}: Environment<Rational>) {
  let total = ZERO;
  const visit = (profile: number[]) => {
    if (profile.length < agents.length) {
      agents[profile.length].types.forEach((_, t) => {
        visit([...profile, t]);
      });
      return;
    }
    const worth = alternatives.map((_, a) =>
      states
        .flatMap((_, s) =>
          values.map((v) => exact.multiply(beliefs!.prior!(profile, s), v.at(a, profile, s))),
        )
        .reduce(add),
    );
    const mass = states.map((_, s) => beliefs!.prior!(profile, s)).reduce(add);
    const outside = outsideOptions.map((own, i) => own[profile[i]]).reduce(add, ZERO);
    const best = worth.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    total = add(total, exact.subtract(best, exact.multiply(mass, outside)));
  };
  visit([]);
  return total;
}

/** What the verifier says of a proof, some of it changed. */
const claim = (proof: object, changes: object = {}) => verified({ ...proof, ...changes } as Design);

describe("the proof, as a certificate", () => {
  test.each([
    ["two players", weather(1, 1)],
    ["three players", weather(2, 1)],
    ["signals of unequal strength", weather(1, 2, "dry: [2/3, 1/3], wet: [1/5, 4/5]")],
  ])("(σ*, q*) with Pr(t) on participation and 0 on incentives is accepted: %s", (_, text) => {
    const world = built(text);
    const own = comparePosteriorPayment(world)!;
    expect(participationBound(world).bound).toEqual(own.revenue);
    for (const reading of ["interim", "epistemic", "ex-ante"] as const) {
      const proof = posteriorPaymentProof(world, own, [reading])!;
      expect(proof.multipliers.some(({ name }) => name.kind.endsWith("-ic"))).toBe(false);
      expect(claim(proof)).toBe(`accepted: value = ${printRational(own.revenue)}`);

      // Below ε* the mechanism is no candidate, although the bound still holds.
      const question = { ...proof.question, epsilon: exact.multiply(own.epsilon, q("99/100")) };
      expect(claim(proof, { question })).toMatch(/^rejected: .*bayesian-ic/);
      // A multiplier that is off is caught on the payments it should cancel, a dearer claim by the sum.
      const multipliers = proof.multipliers.map((each, k) =>
        k === 0 ? { ...each, price: exact.multiply(each.price, q("9/10")) } : each,
      );
      expect(claim(proof, { multipliers })).toMatch(/^rejected/);
      expect(claim(proof, { upper: add(own.revenue, rational(1)) })).toMatch(/^rejected/);
    }
    expect(posteriorPaymentProof(world, own, ["interim", "ex-post"])).toBeUndefined();
  });

  test("holds with outside options, correlated or independent types, whatever the values", async () => {
    const worlds = fc.oneof(
      sketches(1),
      sketches().chain((sketch) => correlated(sketch)),
    );
    await fc.assert(
      fc.asyncProperty(worlds, async (sketch) => {
        const world = environmentOf(exact, sketch);
        const { bound } = participationBound(world);
        expect(bound).toEqual(byProfiles(world));
        // Without incentive constraints the linear program earns just that.
        const found = await design(world, { incentives: [] });
        expect(found).toMatchObject({ kind: "optimal", lower: bound });
        const multipliers = participationMultipliers(world);
        expect(claim(found, { multipliers })).toBe(`accepted: value = ${printRational(bound)}`);
      }),
      { numRuns: 25 },
    );
  });
});

describe("for any number of players", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 25])("the bound is what (σ*, q*) earns: n = %i", (n) => {
    const match = [
      [q(1), q(0)],
      [q(0), q(2)],
      [q("3/5"), q("3/5")],
    ];
    const world = signalEnvironment(
      exact,
      Array.from({ length: n }, () => match),
      q("3/4"),
      undefined,
      true,
    );
    const { bound, cells } = participationBound(world);
    expect(bound).toEqual(comparePosteriorPayment(world)!.revenue);
    expect(cells).toBe(n + 1);
    if (n <= 8) expect(bound).toEqual(byProfiles(world));
  });

  test("groups with other utilities are counted together where their signals are alike", () => {
    for (const [east, west] of [
      [3, 1],
      [2, 5],
      [9, 9],
    ]) {
      const world = built(weather(east, west));
      expect(participationBound(world).cells).toBe(east + west + 1);
      expect(participationBound(world).bound).toEqual(comparePosteriorPayment(world)!.revenue);
    }
  });

  test("six hundred players take a moment, and welfare per head nears what knowing the state gives", () => {
    const { bound, cells } = participationBound(built(weather(300, 300)));
    expect(cells).toBe(601);
    // Knowing the state East serves in wet weather and West in dry: (2 + 9)/2 for half of all.
    expect(exact.toNumber(bound) / 600).toBeCloseTo(11 / 4, 12);
    expect(compare(bound, rational(1650))).toBeLessThan(0);
  });

  test("values that depend on the own type are counted group by group", () => {
    const world = built(`
candor: 1
agents: { Old: { count: 3, types: [1, 2, 5] }, Young: { count: 2, types: [0, 3] } }
beliefs: { independent: { Old: [1/2, 1/3, 1/6], Young: [1/4, 3/4] } }
alternatives: [no, yes]
values: 'alternative == "yes" ? own - 2 : 0'
outside: { Old: own / 100, Young: 0 }
`);
    expect(participationBound(world).cells).toBe(10 * 3);
    expect(participationBound(world).bound).toEqual(byProfiles(world));
  });

  test("doubles agree within their bound, and add up cells where counts do not suffice", () => {
    const text = weather(40, 30);
    const sure = participationBound(built(text));
    const doubles = participationBound(buildEnvironment(parseModel(text), float).environment);
    expect(doubles.cells).toBe(41 * 31);
    expect(Math.abs(doubles.bound - exact.toNumber(sure.bound))).toBeLessThanOrEqual(doubles.errorBound);
    expect(doubles.errorBound).toBeLessThan(1e-9);
    // Likelihoods of 0 are counted like others, also where no state allows equal signals for all.
    for (const likelihood of ["dry: [1, 0], wet: [1/2, 1/2]", "dry: [1, 0], wet: [0, 1]"]) {
      const revealing = built(weather(3, 2, likelihood));
      expect(participationBound(revealing).bound).toEqual(byProfiles(revealing));
      expect(participationBound(revealing).cells).toBe(6);
    }
  });
});

test("is refused without money or a common prior", () => {
  const bare = weather(1, 1).replace(/beliefs.*\n/, "");
  expect(() => participationBound(built(bare))).toThrow(/common prior/);
  expect(() => participationMultipliers(built(bare))).toThrow(/common prior/);
  expect(() => participationBound(built(`${weather(1, 1)}money: false\n`))).toThrow(/money/);
});
