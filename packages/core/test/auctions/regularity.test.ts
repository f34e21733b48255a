import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conditionalVirtualValues } from "../../src/auctions/conditional-virtual-values.js";
import { ForcedWinners } from "../../src/auctions/forced-winners.js";
import { irregularPriors, weightedAuction } from "../../src/auctions/irregular-priors.js";
import { monotoneSelection } from "../../src/auctions/monotone-selection.js";
import { optimalExPostAuction } from "../../src/auctions/optimal-ex-post-auction.js";
import { isFeasible } from "../../src/auctions/posted-prices.js";
import { regularity } from "../../src/auctions/regularity.js";
import { tiedLotteries } from "../../src/auctions/tied-lotteries.js";
import { profileSteps } from "../../src/design/finite-tables.js";
import { highsSolver } from "../../src/lp/index.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { add, compare, multiply, type Rational, rational, ZERO } from "../../src/numeric/rational.js";
import { solveDense } from "../numeric/linear-program/solve-dense.js";
import { BROKEN, exactAuction, sketches } from "./auctions.js";

const solver = highsSolver();
const whole = (...numbers: number[]) => numbers.map((n) => rational(n));

/** Values 3, 4, 5: regular as printed although both bidders would have to win at (4, 4). */
const CLASH = weightedAuction([whole(3, 4, 5), whole(3, 4, 5)], [1, 1, 4, 1, 1, 1, 4, 1, 1]);

describe("as printed", () => {
  test("independent uniform values are regular in both senses", () => {
    const { asPrinted, selection, regular } = regularity(
      weightedAuction([whole(1, 2, 3), whole(1, 2)], [1, 1, 1, 1, 1, 1]),
    );
    expect(asPrinted).toEqual({ holds: true });
    expect([selection.kind, regular]).toEqual(["exists", true]);
  });

  test("a virtual value that falls is shown with its profiles", () => {
    // Alone on {1, 2, 3} with weights 1, 4, 1: 3; 2 − 1/4; 1 − 5.
    const rising = regularity(weightedAuction([whole(1, 2, 3)], [1, 4, 1]));
    expect(rising.asPrinted.holds).toBe(true);
    // Weights 4, 1, 4: 1 − 5/4, then 2 − 4.
    const { asPrinted, regular } = regularity(weightedAuction([whole(1, 2, 3)], [4, 1, 4]));
    expect(asPrinted.falling).toEqual({
      bidder: 0,
      low: 0,
      high: 1,
      before: rational(-1, 4),
      after: rational(-2),
    });
    expect(regular).toBe(false);
  });

  test("a value of probability 0 below possible ones has virtual value −∞; above them it is left open", () => {
    const gap = regularity(weightedAuction([whole(1, 2, 3)], [1, 0, 1]));
    expect(gap.asPrinted.falling).toEqual({ bidder: 0, low: 0, high: 1, before: ZERO });
    expect(regularity(weightedAuction([whole(1, 2, 3)], [1, 1, 0])).regular).toBe(true);
    expect(regularity(weightedAuction([whole(1, 2, 3)], [0, 1, 1])).regular).toBe(true);
  });
});

describe("a winner stays a winner", () => {
  test("the definition as printed does not say so: two bidders who both have to win at (4, 4)", async () => {
    const { asPrinted, selection, regular, bound } = regularity(CLASH);
    expect([asPrinted.holds, regular]).toEqual([true, false]);
    // Profiles row-major: 3 is (4, 3), 4 is (4, 4).
    expect(selection).toEqual({ kind: "none", lost: { bidder: 1, low: 3, high: 4, rival: 0 } });
    expect(bound).toEqual(rational(4));
    expect((await optimalExPostAuction(CLASH)).revenue).toEqual(rational(59, 15));
  });

  test("nor on the larger example, where a bidder loses the object as its value rises", async () => {
    const auction = exactAuction(BROKEN);
    const { asPrinted, selection, bound } = regularity(auction);
    expect(asPrinted.holds).toBe(true);
    expect(selection).toMatchObject({ kind: "none", lost: { bidder: 0, low: 6, high: 10, rival: 1 } });
    expect([bound, (await optimalExPostAuction(auction)).revenue]).toEqual([
      rational(37, 66),
      rational(73, 132),
    ]);
  });

  for (const [bidders, largest, numRuns] of [
    [1, 5, 40],
    [2, 4, 200],
    [3, 3, 80],
  ] as const)
    test(`${bidders} bidders: a selection exists exactly when the optimum is the local bound`, async () => {
      await fc.assert(
        fc.asyncProperty(sketches(bidders, largest), async (sketch) => {
          const auction = exactAuction(sketch);
          const { local } = conditionalVirtualValues(auction);
          const { selection, bound, asPrinted, regular } = regularity(auction);
          const best = await optimalExPostAuction(auction, { solver });
          expect(compare(best.revenue, bound)).toBeLessThanOrEqual(0);
          expect(selection.kind).toBe(compare(best.revenue, bound) === 0 ? "exists" : "none");
          expect(regular).toBe(asPrinted.holds && selection.kind === "exists");
          if (asPrinted.holds) expect(best.ironedBound).toEqual(bound);
          if (selection.kind !== "exists") return;
          const { allocation } = selection;
          expect(isFeasible(auction, allocation)).toBe(true);
          const earned = allocation.reduce(
            (total, own, i) => own.reduce((sum, q, k) => add(sum, multiply(q, local[i][k])), total),
            ZERO,
          );
          expect(earned).toEqual(bound);
        }),
        { numRuns },
      );
    });

  test("ties are settled if they can be at all, by lot where no sure choice does", () => {
    const cube = [2, 2, 2];
    const weights = fc.array(fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 8, maxLength: 8 }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(weights, (drawn) => {
        const own = drawn.map((row) => whole(...row));
        const found = monotoneSelection(cube, own);
        expect(found.kind).toBe(reaches(cube, own) ? "exists" : "none");
      }),
      { numRuns: 60 },
    );
  });

  test("the linear program over tied bidders finds what greedy choices find", () => {
    const cube = [2, 3, 2];
    const mayWin = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }).filter((row) => row.includes(true));
    fc.assert(
      fc.property(fc.array(mayWin, { minLength: 12, maxLength: 12 }), (candidates) => {
        const forced = new ForcedWinners(cube, candidates);
        fc.pre(forced.settle() === undefined);
        const auction = weightedAuction(
          cube.map((size) => whole(1, 2, 3).slice(0, size)),
          new Array(12).fill(1),
        );
        const found = tiedLotteries(forced);
        const greedy = forced.copy();
        expect(greedy.chooseFirst()).toBe(found.kind === "exists");
        if (found.kind !== "exists") return;
        for (const allocation of [found.allocation, greedy.allocation()]) {
          expect(isFeasible(auction, allocation)).toBe(true);
          candidates.forEach((may, k) => {
            const chances = allocation.map((own) => own[k]);
            chances.forEach((q, i) => {
              if (!may[i]) expect(q).toEqual(ZERO);
            });
            if (!may[3]) expect(chances.reduce(add, ZERO)).toEqual(rational(1));
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Whether monotone lotteries reach Σ_v max(0, max_i m_i(v)): a linear program over q_i(v) written from the definition. */
function reaches(sizes: readonly number[], weights: readonly (readonly Rational[])[]): boolean {
  const { typeOf, replace } = profileSteps(sizes);
  const profiles = weights[0].length;
  const column = (i: number, k: number) => i * profiles + k;
  const row = (entries: readonly (readonly [number, number])[], bound: Rational) => ({
    coefficients: Array.from({ length: sizes.length * profiles }, (_, j) =>
      rational(entries.find(([at]) => at === j)?.[1] ?? 0),
    ),
    relation: "<=" as const,
    bound,
  });
  const all = weights[0].map((_, k) => k);
  const constraints = [
    ...all.map((k) =>
      row(
        sizes.map((_, i) => [column(i, k), 1] as const),
        rational(1),
      ),
    ),
    ...sizes.flatMap((size, i) =>
      all
        .filter((k) => typeOf(k, i) + 1 < size)
        .map((k) => {
          const higher = replace(k, i, typeOf(k, i) + 1);
          return row([[column(i, k), 1] as const, [column(i, higher), -1] as const], ZERO);
        }),
    ),
  ];
  const outcome = solveDense(weights.flat(), constraints);
  const most = all.map((k) =>
    weights.map((own) => own[k]).reduce((a, b) => (compare(a, b) > 0 ? a : b), ZERO),
  );
  return outcome.kind === "optimal" && compare(outcome.value, most.reduce(add, ZERO)) === 0;
}

describe("irregularPriors", () => {
  const values = [whole(2, 3, 4), whole(2, 3, 4)];

  test("finds priors where Bayesian mechanisms win, the same ones for the same seed", async () => {
    const search = { values, largestWeight: 9, seed: 1, draws: 200 };
    const found = irregularPriors(search);
    expect(found.length).toBeGreaterThan(0);
    expect(irregularPriors(search).map(({ weights }) => weights)).toEqual(
      found.map(({ weights }) => weights),
    );
    for (const { auction, regularity: known } of found.slice(0, 10)) {
      const { revenue } = await optimalExPostAuction(auction);
      expect(compare(revenue, known.bound)).toBeLessThan(0);
    }
  });

  test("finds some that are regular as printed", async () => {
    const close = [whole(9, 10, 11), whole(9, 10, 11)];
    const found = irregularPriors({ values: close, largestWeight: 9, seed: 1, draws: 6000, asPrinted: true });
    expect(found.length).toBeGreaterThan(0);
    for (const { auction, regularity: known } of found) {
      expect(known.asPrinted.holds).toBe(true);
      expect(compare((await optimalExPostAuction(auction)).revenue, known.bound)).toBeLessThan(0);
    }
  });

  test("finds none among priors over two values each", () => {
    expect(
      irregularPriors({ values: [whole(1, 2), whole(1, 2)], largestWeight: 5, seed: 1, draws: 300 }),
    ).toEqual([]);
  });

  test("refuses weights that are none", () => {
    expect(() => irregularPriors({ values, largestWeight: 0, seed: 1, draws: 1 })).toThrow(CandorError);
  });
});
