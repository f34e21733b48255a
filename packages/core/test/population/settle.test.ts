import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildEnvironment, parseModel, readPopulation } from "../../src/io/index.js";
import { posteriorPayment } from "../../src/mechanisms/posterior-payment.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { add, multiply, type Rational, rational, toDouble, ZERO } from "../../src/numeric/rational.js";
import { compareWide, wideLog10, wideToDouble } from "../../src/numeric/wide-number.js";
import { newCounts } from "../../src/population/counts.js";
import type { Population } from "../../src/population/population.js";
import { settle } from "../../src/population/settle.js";

const [half, third] = [rational(1, 2), rational(1, 3)];

function town(
  utilities: readonly Rational[][][],
  likelihood = [
    [rational(2, 3), third],
    [third, rational(2, 3)],
  ],
) {
  const k = likelihood.length;
  const population: Population = {
    title: "Town",
    states: likelihood.map((_, w) => `state ${w}`),
    signals: likelihood[0].map((_, x) => `signal ${x}`),
    alternatives: utilities[0].map((_, a) => `alternative ${a}`),
    prior: likelihood.map(() => rational(1, k)),
    likelihood,
    groups: utilities.map((utility, u) => ({ name: `group ${u}`, count: 1, utility })),
  };
  return population;
}

function countsOf(population: Population, table: number[][]) {
  return newCounts(population, table, [
    { id: "x", source: "x", reports: table.flat().reduce((a, b) => a + b, 0) },
  ]);
}

/** The dam is worth 1 to the only group in the second state and costs it 1 in the first. */
const dam = town([
  [
    [ZERO, ZERO],
    [rational(-1), rational(1)],
  ],
]);

describe("settling", () => {
  test("three members, as by hand", () => {
    // Two wet, one dry: odds 2 for the second state.
    const settled = settle(dam, countsOf(dam, [[1, 2]]));
    expect(settled.alternative).toBe(1);
    expect(settled.posterior.map((state) => state.exact)).toEqual([third, rational(2, 3)]);
    expect(settled.groups[0].payment.exact).toEqual(third);
    expect(settled.payments.exact).toEqual(rational(1));
    expect(settled.groups[0].members).toBe(3);
  });

  test("agrees with the rule posterior-payment, profile by profile in fractions", () => {
    const numbers = (n: number, low: number, high: number) =>
      fc.array(fc.integer({ min: low, max: high }), { minLength: n, maxLength: n });
    const rows = (count: number, n: number, low: number, high: number) =>
      fc.array(numbers(n, low, high), { minLength: count, maxLength: count });
    const model = fc.record({
      members: numbers(2, 1, 2),
      prior: numbers(2, 1, 4),
      likelihood: rows(2, 3, 1, 4),
      utility: rows(2, 6, -2, 2),
    });
    fc.assert(
      fc.property(model, ({ members, prior, likelihood, utility }) => {
        const parsed = parseModel(modelText(members, prior, likelihood, utility));
        const { environment } = buildEnvironment(parsed, exact);
        const population = readPopulation(parsed);
        const rule = posteriorPayment.build(environment, {});
        const n = members[0] + members[1];
        for (let profile = 0; profile < 3 ** n; profile++) {
          const reports = Array.from({ length: n }, (_, i) => Math.floor(profile / 3 ** i) % 3);
          const table = [
            [0, 0, 0],
            [0, 0, 0],
          ];
          reports.forEach((signal, i) => {
            table[i < members[0] ? 0 : 1][signal]++;
          });
          const outcome = rule.outcome(reports);
          const settled = settle(population, countsOf(population, table));
          expect(settled.alternative).toBe(outcome.lottery);
          expect(settled.groups.map(({ payment }) => payment.exact)).toEqual([
            outcome.payments[0],
            outcome.payments[members[0]],
          ]);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("finds exact ties among a million reports, takes the first, and lists all", () => {
    const n = 500_000;
    expect(settle(dam, countsOf(dam, [[n, n]]))).toMatchObject({ alternative: 0, tied: [0, 1] });
    expect(settle(dam, countsOf(dam, [[n, n + 1]]))).toMatchObject({ alternative: 1, tied: [1] });
    expect(settle(dam, countsOf(dam, [[n + 1, n]]))).toMatchObject({ alternative: 0, tied: [0] });
    const shared = town([
      [
        [half, half],
        [ZERO, rational(1)],
        [half, half],
      ],
    ]);
    expect(settle(shared, countsOf(shared, [[n, n]]))).toMatchObject({ alternative: 0, tied: [0, 1, 2] });
  });

  test("the sizes of groups are those of the counts", () => {
    const opposed = town([
      [
        [ZERO, ZERO],
        [rational(1), rational(1)],
      ],
      [
        [ZERO, ZERO],
        [rational(-1), rational(-1)],
      ],
    ]);
    expect(
      settle(
        opposed,
        countsOf(opposed, [
          [2, 0],
          [1, 0],
        ]),
      ).alternative,
    ).toBe(1);
    expect(
      settle(
        opposed,
        countsOf(opposed, [
          [1, 0],
          [2, 0],
        ]),
      ).alternative,
    ).toBe(0);
    expect(
      settle(
        opposed,
        countsOf(opposed, [
          [1, 0],
          [1, 0],
        ]),
      ).tied,
    ).toEqual([0, 1]);
  });

  test("a posterior far beyond doubles shows what is left for each state", () => {
    const { posterior } = settle(dam, countsOf(dam, [[0, 1_000_000]]));
    const [unlikely, likely] = posterior;
    expect(wideLog10(unlikely.probability)).toBeCloseTo(-1_000_000 * Math.log10(2), 6);
    expect(likely.complement).toEqual(unlikely.probability);
    expect(wideToDouble(likely.probability)).toBe(1);
    expect(likely.logOdds).toBeCloseTo(1_000_000 * Math.log(2), 6);
    expect(unlikely.logOdds).toBeCloseTo(-likely.logOdds, 6);
  });

  test("three states: each complement is the sum of the others", () => {
    const r = (...row: number[]) => row.map((n) => rational(n, 12));
    const three = town(
      [
        [
          [ZERO, ZERO, ZERO],
          [half, half, half],
        ],
      ],
      [r(3, 4, 5), r(4, 4, 4), r(6, 5, 1)],
    );
    const { posterior } = settle(three, countsOf(three, [[5, 3, 4]]));
    const weights = [3 ** 5 * 4 ** 3 * 5 ** 4, 4 ** 12, 6 ** 5 * 5 ** 3];
    const total = weights[0] + weights[1] + weights[2];
    posterior.forEach(({ probability, complement, exact }, w) => {
      expect(exact).toEqual(rational(weights[w], total));
      expect(wideToDouble(probability)).toBeCloseTo(weights[w] / total, 14);
      expect(wideToDouble(complement)).toBeCloseTo(1 - weights[w] / total, 14);
    });
  });

  test("logarithms and fractions give the same amounts within the stated error", () => {
    // The likelihoods are close, so that the posterior stays inside even where its weights are too long for fractions.
    const near = [
      [rational(2, 3), third],
      [rational(199, 300), rational(101, 300)],
    ];
    const utility = [
      [
        [rational(7, 3), rational(-5, 9)],
        [rational(1), rational(2)],
      ],
    ];
    const population = town(utility, near);
    for (const [dry, wet] of [
      [60, 20],
      [900, 500],
      [2000, 1000],
    ]) {
      const settled = settle(population, countsOf(population, [[dry, wet]]));
      const weights = near.map(
        ([p, q]) => (p.n * (300n / p.d)) ** BigInt(dry) * (q.n * (300n / q.d)) ** BigInt(wet),
      );
      const share = rational(weights[0], weights[0] + weights[1]);
      const [first, second] = utility[0][settled.alternative];
      const value = add(second, multiply(share, add(first, multiply(second, rational(-1)))));
      const { payment, total } = settled.groups[0];
      expect(payment.exact === undefined).toBe(dry > 60);
      expect(Math.abs(payment.value - toDouble(value))).toBeLessThanOrEqual(payment.error + 2 ** -52 * 3);
      expect(payment.error).toBeLessThan(1e-15);
      expect(total.value).toBeCloseTo((dry + wet) * payment.value, 9);
    }
  });

  test("a thousand million reports within milliseconds", () => {
    const r = (...row: number[]) => row.map((n) => rational(n, 100));
    const four = town(
      [
        [
          [ZERO, ZERO, ZERO],
          [rational(1), rational(-1), half],
          [rational(-1), half, third],
        ],
      ],
      [r(10, 20, 30, 40), r(13, 24, 29, 34), r(25, 25, 25, 25)],
    );
    const counts = countsOf(four, [[123_456_789, 234_567_890, 298_765_432, 343_209_889]]);
    const started = performance.now();
    const { posterior, alternative, payments } = settle(four, counts);
    expect(performance.now() - started).toBeLessThan(500);
    expect(compareWide(posterior[1].complement, { mantissa: 1, exponent: -1000 })).toBeLessThan(0);
    expect(alternative).toBe(2);
    expect(payments.value).toBe(counts.reports / 2);
  });

  test("one state: the posterior is sure", () => {
    const sure = town([[[ZERO], [half]]], [[half, half]]);
    const settled = settle(sure, countsOf(sure, [[3, 4]]));
    expect(settled.posterior[0]).toMatchObject({ logOdds: Number.POSITIVE_INFINITY });
    expect(settled.payments.exact).toEqual(rational(7, 2));
  });

  test("refuses no reports and counts of another population", () => {
    expect(() => settle(dam, countsOf(dam, [[0, 0]]))).toThrow(/no reports/);
    const other = town([
      [
        [ZERO, ZERO],
        [rational(-1), rational(2)],
      ],
    ]);
    expect(() => settle(dam, countsOf(other, [[1, 0]]))).toThrow(/another population/);
  });
});

function modelText(members: number[], prior: number[], likelihood: number[][], utility: number[][]): string {
  const shares = (row: number[]) =>
    `[${row.map((n) => `${n}/${row.reduce((a, b) => a + b, 0)}`).join(", ")}]`;
  const formula = (row: number[]) =>
    row.reduceRight(
      (rest, value, k) => `alternative == 'a${k >> 1}' && state == 's${k & 1}' ? ${value} : (${rest})`,
      "0",
    );
  return `candor: 1
agents: { East: { count: ${members[0]}, types: [x, y, z] }, West: { count: ${members[1]}, types: [x, y, z] } }
states: [s0, s1]
beliefs: { signals: { prior: ${shares(prior)}, likelihood: { s0: ${shares(likelihood[0])}, s1: ${shares(likelihood[1])} } } }
alternatives: [a0, a1, a2]
values: { East: "${formula(utility[0])}", West: "${formula(utility[1])}" }
`;
}
