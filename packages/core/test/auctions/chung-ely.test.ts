import { verifyText } from "@candor/verifier";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auctionEnvironment } from "../../src/auctions/auction-environment.js";
import { interimProgram, optimumOf, saddlePoint, worstCaseValue } from "../../src/auctions/chung-ely.js";
import type { CorrelatedAuction } from "../../src/auctions/correlated-auction.js";
import { irregularPriors, weightedAuction } from "../../src/auctions/irregular-priors.js";
import { linearDependence } from "../../src/auctions/linear-dependence.js";
import { optimalExPostAuction } from "../../src/auctions/optimal-ex-post-auction.js";
import { sharedPrior } from "../../src/auctions/shared-prior.js";
import {
  beliefVectors,
  concordanceGap,
  localMultipliers,
  type WorstCaseBeliefs,
  worstCaseBeliefs,
} from "../../src/auctions/worst-case-beliefs.js";
import { profileSteps } from "../../src/design/finite-tables.js";
import { certificate, designMechanism, REVENUE } from "../../src/design/index.js";
import { highsSolver } from "../../src/lp/index.js";
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  type Rational,
  rational,
  ZERO,
} from "../../src/numeric/rational.js";
import { BROKEN, exactAuction, sketches } from "./auctions.js";

const solver = highsSolver();
const whole = (...numbers: number[]) => numbers.map((n) => rational(n));
const total = (numbers: readonly Rational[]) => numbers.reduce(add, ZERO);

const CLASH = weightedAuction([whole(3, 4, 5), whole(3, 4, 5)], [1, 1, 4, 1, 1, 1, 4, 1, 1]);
const AGREEABLE = weightedAuction([whole(1, 2), whole(1, 2)], [2, 1, 1, 2]);
const UNEVEN = weightedAuction([whole(1, 2, 3), whole(1, 2, 3)], [4, 2, 1, 2, 4, 2, 1, 3, 5]);

/** (P′) by the linear program, whatever theorem could have given it. */
const program = async (auction: CorrelatedAuction<Rational>, { beliefs }: WorstCaseBeliefs) =>
  optimumOf(await interimProgram(auction, beliefs, { solver }));

describe("the worst-case beliefs", () => {
  test("are those of who knows that the value is the own one or higher", () => {
    const { beliefs, masses, counts } = worstCaseBeliefs(CLASH);
    expect(beliefVectors(CLASH, { beliefs, masses, counts }, 0)).toEqual([
      [rational(2, 5), rational(1, 5), rational(2, 5)],
      [rational(5, 9), rational(2, 9), rational(2, 9)],
      [rational(2, 3), rational(1, 6), rational(1, 6)],
    ]);
    expect(masses[0]).toEqual([ONE, rational(3, 5), rational(2, 5)]);
  });

  test("do not exist for values that nothing possible lies above", () => {
    const auction = weightedAuction([whole(1, 2, 3), whole(1, 2)], [1, 1, 1, 0, 0, 0]);
    const { counts, beliefs } = worstCaseBeliefs(auction);
    expect(counts).toEqual([2, 2]);
    expect(beliefs[0].slice(4)).toEqual([ZERO, ZERO]);
  });

  test("are noisy concordant with the seller's prior by the local downward multipliers, and by no others near them", () => {
    fc.assert(
      fc.property(fc.oneof(sketches(2, 4), sketches(3, 3)), fc.nat(), (sketch, pick) => {
        const auction = exactAuction(sketch);
        const worst = worstCaseBeliefs(auction);
        const multipliers = localMultipliers(worst);
        expect(concordanceGap(auction, worst, multipliers)).toEqual(ZERO);
        const wrong = multipliers.map((each, k) =>
          k === pick % multipliers.length ? { ...each, weight: add(each.weight, rational(1, 7)) } : each,
        );
        expect(concordanceGap(auction, worst, wrong).n).toBeGreaterThan(0n);
      }),
      { numRuns: 60 },
    );
  });
});

describe("(P) ≤ (P′) ≤ the local bound", () => {
  for (const [bidders, largest, numRuns] of [
    [1, 4, 15],
    [2, 3, 50],
    [3, 2, 20],
  ] as const)
    test(`${bidders} bidders: with equality under regularity, and the closed forms are what the program gives`, async () => {
      await fc.assert(
        fc.asyncProperty(sketches(bidders, largest), async (sketch) => {
          const auction = exactAuction(sketch);
          const { value, by, regularity, worst, dependence } = await worstCaseValue(auction, { solver });
          const exPost = (await optimalExPostAuction(auction, { solver })).revenue;
          expect(value).toEqual(await program(auction, worst));
          expect(compare(exPost, value)).toBeLessThanOrEqual(0);
          expect(compare(value, regularity.bound)).toBeLessThanOrEqual(0);
          if (regularity.regular) expect([by, value]).toEqual(["selection", exPost]);
          if (by === "independence") expect(compare(exPost, value)).toBeLessThan(0);
          dependence?.forEach((coefficients, i) => {
            if (coefficients === undefined) return;
            const vectors = beliefVectors(auction, worst, i);
            expect(coefficients.some(({ n }) => n !== 0n)).toBe(true);
            for (let s = 0; s < vectors[0].length; s++)
              expect(total(vectors.map((vector, v) => multiply(coefficients[v], vector[s])))).toEqual(ZERO);
          });
        }),
        { numRuns },
      );
    });

  test("on the 33 weights (P′) is 0.560606 although they are regular as printed", async () => {
    const auction = exactAuction(BROKEN);
    const { value, by, worst } = await worstCaseValue(auction);
    expect([value, by]).toEqual([rational(37, 66), "independence"]);
    expect(await program(auction, worst)).toEqual(value);
  });

  test("every prior that the search returns breaks the equality, by the program as well", async () => {
    const values = [whole(2, 3, 4), whole(2, 3, 4)];
    const found = irregularPriors({ values, largestWeight: 9, seed: 1, draws: 200 });
    for (const { auction, regularity } of found.slice(0, 5)) {
      expect(await program(auction, worstCaseBeliefs(auction))).toEqual(regularity.bound);
    }
    expect(found.length).toBeGreaterThanOrEqual(5);
  });

  test("beliefs of independent values are all the same, and the program decides an irregular prior", async () => {
    // Each alone has virtual values 11/4, 1, 6: the middle value is ironed.
    const line = [4, 1, 4];
    const auction = weightedAuction(
      [whole(4, 5, 6), whole(4, 5, 6)],
      line.flatMap((a) => line.map((b) => a * b)),
    );
    const { by, value, dependence } = await worstCaseValue(auction, { solver });
    expect(by).toBe("program");
    expect(dependence![0]!.slice(0, 2)).toEqual([rational(-1), ONE]);
    // Myerson's optimum cannot be beaten under independence.
    expect(value).toEqual((await optimalExPostAuction(auction)).revenue);
  });
});

describe("the saddle point", () => {
  test.each([AGREEABLE, UNEVEN])("the ex post optimum is feasible and best on T*", async (auction) => {
    const found = await optimalExPostAuction(auction);
    const { gap, feasible, revenue, best, proof } = await saddlePoint(auction, found, { solver });
    expect(feasible.map(({ property, status }) => [property, status])).toEqual([
      ["bayesian-ic", "proved"],
      ["interim-ir", "proved"],
    ]);
    expect([gap, best, revenue]).toEqual([ZERO, found.revenue, found.revenue]);
    expect(verifyText(JSON.stringify(certificate(proof))).message).toMatch(/^accepted: value = /);
  });

  test("is none where winnings clash: a Bayesian mechanism earns 1/15 more on T*", async () => {
    const { gap, feasible } = await saddlePoint(CLASH, await optimalExPostAuction(CLASH), { solver });
    expect(feasible.every(({ status }) => status === "proved")).toBe(true);
    expect(gap).toEqual(rational(1, 15));
  });

  test("notices a mechanism that is not feasible", async () => {
    const { allocation, payments } = await optimalExPostAuction(AGREEABLE);
    const dear = payments.map((own) => Array.from({ length: own.length }, (_, k) => add(own[k], ONE)));
    const { feasible } = await saddlePoint(AGREEABLE, { allocation, payments: dear }, { solver });
    expect(feasible.map(({ status }) => status)).toEqual(["proved", "violated"]);
  });
});

describe("the role of the common prior", () => {
  test("under the seller's prior as common prior the same bidders pay more, up to everything", async () => {
    for (const auction of [AGREEABLE, UNEVEN, CLASH]) {
      const common = optimumOf(await interimProgram(auction, undefined, { solver }));
      expect(compare((await worstCaseValue(auction)).value, common)).toBeLessThan(0);
    }
  });

  test("worst-case beliefs come from no common prior in general, from the product for independent values", () => {
    fc.assert(
      fc.property(fc.oneof(sketches(2, 3), sketches(3, 2)), (sketch) => {
        const auction = exactAuction(sketch);
        checkSharedPrior(auction, worstCaseBeliefs(auction));
      }),
      { numRuns: 60 },
    );
    expect(sharedPrior(AGREEABLE.sizes, worstCaseBeliefs(AGREEABLE)).kind).toBe("exists");
    expect(sharedPrior(UNEVEN.sizes, worstCaseBeliefs(UNEVEN)).kind).toBe("none");
    const product = weightedAuction([whole(1, 2), whole(1, 2, 3)], [1, 2, 3, 2, 4, 6]);
    expect(sharedPrior(product.sizes, worstCaseBeliefs(product))).toEqual({
      kind: "exists",
      prior: product.prior,
    });
  });

  test("without incentive constraints the disagreement is a money pump", async () => {
    const world = auctionEnvironment(UNEVEN, worstCaseBeliefs(UNEVEN).beliefs);
    const question = { objective: REVENUE, incentives: [], participation: ["interim"], money: [] } as const;
    expect((await designMechanism(world, question, { solver })).kind).toBe("unbounded");
  });
});

/** Checks either answer from its definition. */
function checkSharedPrior(auction: CorrelatedAuction<Rational>, worst: WorstCaseBeliefs): void {
  const { typeOf } = profileSteps(auction.sizes);
  const found = sharedPrior(auction.sizes, worst);
  const sumOver = (i: number, type: number, at: (k: number) => Rational) =>
    total(worst.beliefs[i].flatMap((_, k) => (typeOf(k, i) === type ? [at(k)] : [])));
  auction.sizes.forEach((_, i) => {
    for (let type = 0; type < worst.counts[i]; type++) {
      if (found.kind === "none") {
        const expected = sumOver(i, type, (k) => multiply(worst.beliefs[i][k], found.trade[i][k]));
        expect(expected.n).toBeGreaterThan(0n);
        continue;
      }
      const mass = sumOver(i, type, (k) => found.prior[k]);
      if (mass.n > 0n)
        found.prior.forEach((p, k) => {
          if (typeOf(k, i) === type) expect(divide(p, mass)).toEqual(worst.beliefs[i][k]);
        });
    }
  });
  if (found.kind === "exists") expect(total(found.prior)).toEqual(ONE);
  else
    worst.beliefs[0].forEach((_, k) => {
      expect(total(found.trade.map((own) => own[k]))).toEqual(ZERO);
    });
}

test("linear dependence: coefficients or none", () => {
  expect(linearDependence([whole(1, 0), whole(0, 1)])).toBeUndefined();
  expect(linearDependence([whole(1, 2), whole(2, 4)])).toEqual(whole(-2, 1));
  expect(linearDependence([whole(0, 0)])).toEqual(whole(1));
  expect(linearDependence([whole(1, 0), whole(0, 1), whole(1, 1)])).toEqual(whole(-1, -1, 1));
});
