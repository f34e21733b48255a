import type { Certificate } from "@candor/core/design";
import { parseRational, printRational } from "@candor/core/numeric";
import { afterAll, describe, expect, test } from "vitest";
import { answerTo, CASES, certificateOf, replaced } from "./certificates.js";

/** Certificates whose multipliers are all needed: no slack in a case tree, none between alike agents. */
const TIGHT = Object.keys(CASES).filter((name) => !/sure|alike/.test(name));

const plus = (a: string, b: string) => {
  const [x, y] = [parseRational(a)!, parseRational(b)!];
  return printRational({ n: x.n * y.d + y.n * x.d, d: x.d * y.d });
};
const times = (a: string, b: string) => {
  const [x, y] = [parseRational(a)!, parseRational(b)!];
  return printRational({ n: x.n * y.n, d: x.d * y.d });
};

interface Tables {
  readonly allocation: readonly (readonly string[])[];
  readonly payments: readonly (readonly string[])[];
}

/** Every way in which somebody might improve on the truth; the digest is computed anew for each. */
function* mutants(proof: Certificate): Generator<[what: string, mutant: object]> {
  const { allocation, payments } = proof.mechanism as unknown as Tables;
  const { lower, upper } = proof.claim as { lower: string; upper: string };
  for (const by of ["1/1000", "-1/1000", `1/${10n ** 30n}`])
    for (const [i, row] of payments.entries())
      for (const [k, paid] of row.entries())
        yield [`payment ${i} ${k}`, replaced(proof, ["mechanism", "payments", i, k], plus(paid, by))];
  for (const [k, lottery] of allocation.entries()) {
    const from = lottery.findIndex((p) => p !== "0");
    for (const to of lottery.keys()) {
      if (to === from) continue;
      const moved = lottery.map((p, a) => (a === from ? plus(p, "-1/7") : a === to ? plus(p, "1/7") : p));
      yield [`allocation ${k} ${to}`, replaced(proof, ["mechanism", "allocation", k], moved)];
    }
    yield [`more than one at ${k}`, replaced(proof, ["mechanism", "allocation", k, from], "2")];
    const negative = lottery.map((p, a) => (a === from ? "2" : a === (from + 1) % lottery.length ? "-1" : p));
    yield [`below zero at ${k}`, replaced(proof, ["mechanism", "allocation", k], negative)];
  }
  const keys = Object.keys(proof.multipliers!);
  for (const [m, key] of keys.entries()) {
    const price = proof.multipliers![key];
    const changed = (value: string) => replaced(proof, ["multipliers", key], value);
    yield [`${key} scaled up`, changed(times(price, "11/10"))];
    yield [`${key} scaled down`, changed(times(price, "9/10"))];
    yield [`${key} flipped`, changed(times(price, "-1"))];
    const { [key]: _, ...others } = proof.multipliers!;
    yield [`${key} dropped`, { ...proof, multipliers: others }];
    const next = keys[(m + 1) % keys.length];
    if (proof.multipliers![next] !== price)
      yield [
        `${key} and ${next} swapped`,
        { ...proof, multipliers: { ...others, [key]: proof.multipliers![next], [next]: price } },
      ];
  }
  for (const by of [`1/${10n ** 30n}`, `-1/${10n ** 30n}`]) {
    yield ["lower", replaced(proof, ["claim", "lower"], plus(lower, by))];
    yield ["upper", replaced(proof, ["claim", "upper"], plus(upper, by))];
    yield ["both", { ...proof, claim: { lower: plus(lower, by), upper: plus(upper, by) } }];
  }
  const { problem } = proof as unknown as { problem: Record<string, string[]> };
  for (const group of ["incentives", "participation", "money"])
    for (const kind of problem[group]) {
      const row = kind.replace("epistemic-ex-post", "epistemic").replace("balanced", "balance");
      const suffix = { incentives: "-ic", participation: "-ir", money: "" }[group]!;
      // Without multipliers on it the proof holds without the constraint, too.
      if (!keys.some((key) => key.startsWith(`${row}${suffix}`))) continue;
      yield [
        `without ${kind}`,
        { ...proof, problem: { ...problem, [group]: problem[group].filter((each) => each !== kind) } },
      ];
    }
}

let rejected = 0;

describe.each(TIGHT)("a tampered certificate of %s", (name) => {
  test("is rejected on its merits, whatever was changed", async () => {
    for (const [what, mutant] of mutants(await certificateOf(name))) {
      expect(answerTo(mutant), what).toMatch(/^rejected: (?!the digest)/);
      rejected++;
    }
  });
});

afterAll(() => {
  // Counted, so that a change of the generator cannot quietly empty the tests above.
  expect(rejected).toBeGreaterThanOrEqual(500);
});
