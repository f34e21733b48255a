import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type EpsilonFrontier,
  epsilonFrontier,
  type FrontierOptions,
} from "../../src/design/epsilon-frontier.js";
import { heightAt } from "../../src/design/epsilon-line.js";
import { REVENUE, WELFARE } from "../../src/design/index.js";
import type { DesignQuestion } from "../../src/design/question.js";
import { highsSolver } from "../../src/lp/index.js";
import type { Environment } from "../../src/model/environment.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { compare, printRational, type Rational, rational, subtract } from "../../src/numeric/rational.js";
import { correlated, sketches } from "../mechanisms/arbitrary-environments.js";
import { environmentOf, q } from "../mechanisms/environments.js";
import { auction, design, environment, question, unproved, verified } from "./designs.js";

const solver = highsSolver();

function frontier(
  world: Environment<Rational> | string,
  changes: Partial<DesignQuestion> = {},
  options: FrontierOptions = {},
) {
  const built = typeof world === "string" ? environment(world) : world;
  return epsilonFrontier(built, question(changes), { solver, ...options });
}

async function known(...asked: Parameters<typeof frontier>): Promise<EpsilonFrontier> {
  const found = await frontier(...asked);
  if (!("points" in found)) throw new Error(found.kind);
  return found;
}

/** "from: value + slope" of every segment. */
const inWords = ({ segments }: EpsilonFrontier) =>
  segments.map(
    ({ from, line }) =>
      `${printRational(from.epsilon)}: ${printRational(from.design.lower)} + ${printRational(line.slope)}`,
  );

/** Two partners whose outside options promise almost all there is: Ann 9/10 of her value, Bob 1/10 of his and a sum besides. */
const partnership = (sum: string) => `
agents: { Ann: { types: [0, 1/4, 1/2, 3/4, 1] }, Bob: { types: [0, 1/4, 1/2, 3/4, 1] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
outside: { Ann: "9/10 * own", Bob: "1/10 * own + ${sum}" }
`;
const BALANCED = { objective: WELFARE, money: ["balanced"] } as const;

describe("one buyer of value 1 or 3", () => {
  // Selling to the low type with probability g leaves the high type max(0, 2g − ε): the best g is ε/2, so V = 3/2 + ε/4 up to 2.
  test("lets ε/4 more be taken until everything is", async () => {
    const found = await known(auction("1, 3", 1));
    expect(inWords(found)).toEqual(["0: 3/2 + 1/4", "2: 2 + 0"]);
    expect([found.kind, found.flatFrom, found.limit]).toEqual(["exact", q(2), q(2)]);
  });

  test("up to a largest ε only", async () => {
    const found = await known(auction("1, 3", 1), {}, { to: q("1/2") });
    expect(inWords(found)).toEqual(["0: 3/2 + 1/4"]);
    expect(found.points.map(({ epsilon }) => epsilon)).toEqual([q(0), q("1/2")]);
    expect([found.limit, found.flatFrom]).toEqual([q(2), undefined]);
    expect((await known(auction("1, 3", 1), {}, { to: q(0) })).points).toHaveLength(1);
  });

  test("the same without a solver to advise", async () => {
    const found = await epsilonFrontier(environment(auction("1, 3", 1)), question());
    expect("points" in found && inWords(found)).toEqual(["0: 3/2 + 1/4", "2: 2 + 0"]);
  });
});

test("two bidders: every breakpoint carries an accepted certificate and a mechanism that passes the checks", async () => {
  for (const asked of [{}, { incentives: ["dominant"], participation: ["ex-post"] }] as const) {
    const found = await known(auction("0, 1/2, 1"), asked);
    expect(found.points.length).toBeGreaterThan(1);
    for (const { design: point } of found.points) {
      expect(verified(point)).toBe(`accepted: value = ${printRational(point.lower)}`);
      expect(unproved(point.mechanism, point.question)).toEqual([]);
    }
  }
});

const worlds = fc
  .oneof(
    sketches(1),
    sketches().chain((sketch) => correlated(sketch)),
  )
  .map((sketch) => environmentOf(exact, sketch));
const questions: fc.Arbitrary<Partial<DesignQuestion>> = fc.record({
  objective: fc.constantFrom(REVENUE, WELFARE, { revenue: rational(1), welfare: rational(1, 3) }),
  incentives: fc.constantFrom(["bayesian"] as const, ["dominant"] as const, ["ex-post"] as const),
  participation: fc.constantFrom(["interim"] as const, ["ex-post"] as const),
  money: fc.constantFrom([] as const, ["no-deficit"] as const, ["balanced"] as const),
});

test("agrees with a program solved afresh at any ε, is concave, and starts where the constraints become feasible", async () => {
  let started = 0;
  let sloped = 0;
  await fc.assert(
    fc.asyncProperty(worlds, questions, fc.nat(40), async (world, asked, k) => {
      const found = await frontier(world, asked);
      const epsilon = rational(k, 10);
      const alone = await design(world, { ...asked, epsilon });
      if (!("points" in found)) {
        expect(alone.kind).toBe(found.kind);
        return;
      }
      expect(found.kind).toBe("exact");
      started += Number(found.points[0].epsilon.n > 0n);
      sloped += Number(found.segments.length > 1);
      const on = found.segments.findLast(({ from }) => compare(from.epsilon, epsilon) <= 0);
      if (on === undefined) expect(alone.kind).toBe("infeasible");
      else expect(alone).toMatchObject({ kind: "optimal", lower: heightAt(on.line, epsilon) });
      const slopes = found.segments.map(({ line }) => line.slope);
      slopes.slice(1).forEach((slope, s) => {
        expect(compare(slope, slopes[s])).toBeLessThan(0);
      });
      expect(found.points.at(-1)!.design.lower).toEqual(found.limit);
      expect(found.points.at(-1)!.epsilon).toEqual(found.flatFrom);
    }),
    { numRuns: 30, seed: 3 },
  );
  expect([started > 0, sloped > 5]).toEqual([true, true]);
});

test("every line bounds the whole frontier, and one with a smaller slope is contradicted", async () => {
  const found = await known(auction("0, 1/5, 2/5, 3/5, 4/5, 1", 1));
  expect(found.segments.length).toBe(8);
  const above = (line: Parameters<typeof heightAt>[0]) =>
    found.points.every(({ epsilon, design: point }) => compare(heightAt(line, epsilon), point.lower) >= 0);
  for (const { line } of found.segments) expect(above(line)).toBe(true);
  for (const { line } of found.segments.filter(({ line }) => line.slope.n > 0n))
    expect(above({ ...line, slope: subtract(line.slope, rational(1, 100)) })).toBe(false);
});

test("stopped early, what is left is a bracket that holds the truth", async () => {
  const world = auction("0, 1/5, 2/5, 3/5, 4/5, 1", 1);
  const whole = await known(world);
  for (let solveLimit = 2; solveLimit < whole.solves; solveLimit++) {
    const part = await known(world, {}, { solveLimit });
    expect(part.kind).toBe("bracket");
    expect(part.solves).toBe(solveLimit);
    for (const { from, to, lines, width } of part.gaps) {
      const inside = whole.points.filter(
        ({ epsilon }) =>
          compare(epsilon, from.epsilon) >= 0 && (to === undefined || compare(epsilon, to.epsilon) <= 0),
      );
      for (const { epsilon, design: point } of inside) {
        const slack = lines.map((line) => subtract(heightAt(line, epsilon), point.lower));
        expect(slack.every(({ n }) => n >= 0n)).toBe(true);
        expect(slack.some((each) => compare(each, width!) <= 0)).toBe(true);
      }
    }
  }
});

describe("where the constraints ask for too much", () => {
  test("the frontier starts at the smallest feasible ε", async () => {
    const found = await known(partnership("1/8"), BALANCED);
    const start = found.points[0].epsilon;
    expect(start.n).toBeGreaterThan(0n);
    const before = await design(partnership("1/8"), {
      ...BALANCED,
      epsilon: subtract(start, rational(1, 10 ** 9)),
    });
    expect(before.kind).toBe("infeasible");
    expect(verified(found.points[0].design)).toMatch(/^accepted/);
  });

  test("no ε helps if the outside options exceed what there is", async () => {
    expect((await frontier(partnership("1/2"), BALANCED)).kind).toBe("infeasible");
  });

  test("without participation revenue has no bound at any ε", async () => {
    expect((await frontier(auction("0, 1"), { participation: [] })).kind).toBe("unbounded");
  });

  test("pivots that do not suffice leave a bracket", async () => {
    const answer = await epsilonFrontier(environment(auction("0, 1/2, 1")), question(), { pivotLimit: 0 });
    expect(answer.kind).toBe("bracket");
  });
});

test("sure choices and a negative end are refused", async () => {
  await expect(frontier(auction("0, 1"), { deterministic: true })).rejects.toMatchObject({
    code: "deterministic-design",
  });
  await expect(frontier(auction("0, 1"), {}, { to: rational(-1) })).rejects.toMatchObject({
    code: "invalid-epsilon",
  });
});
