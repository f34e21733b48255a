import { verifyText } from "@candor/verifier";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readCorrelatedAuction } from "../../src/auctions/correlated-auction.js";
import { exPostDesign } from "../../src/auctions/ex-post-design.js";
import { optimalExPostAuction } from "../../src/auctions/optimal-ex-post-auction.js";
import { certificate, certificateDigest } from "../../src/design/index.js";
import { highsSolver } from "../../src/lp/index.js";
import type { Environment } from "../../src/model/environment.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { add, printRational, type Rational, rational } from "../../src/numeric/rational.js";
import { unproved } from "../design/designs.js";
import { BROKEN, environmentOfSketch, sketches } from "./auctions.js";

const solver = highsSolver();

async function certified(environment: Environment<Rational>) {
  const auction = readCorrelatedAuction(environment);
  const found = await optimalExPostAuction(auction, { solver });
  const design = exPostDesign(environment, auction, found);
  return { found, design, file: certificate(design)! };
}

/** Losing is worth something to some types, which their outside option matches. */
function withLosing(environment: Environment<Rational>): Environment<Rational> {
  const losing = (i: number, type: number) => rational(type * 2 - 1 + i, 5);
  return {
    ...environment,
    values: environment.values.map((value, i) => ({
      ...value,
      at: (a, types, s) => add(value.at(a, types, s), losing(i, types[i])),
    })),
    outsideOptions: environment.agents.map(({ types }, i) => types.map((_, t) => losing(i, t))),
  };
}

test("the verifier accepts the certificate of every optimum, whatever the order of types and the worth of losing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(sketches(2, 4), sketches(3, 2)),
      fc.boolean(),
      fc.boolean(),
      async (sketch, turned, losing) => {
        const plain = environmentOfSketch(exact, sketch, turned);
        const { found, design, file } = await certified(losing ? withLosing(plain) : plain);
        expect(unproved(design.mechanism, design.question)).toEqual([]);
        expect(verifyText(JSON.stringify(file)).message).toBe(
          `accepted: value = ${printRational(found.revenue)}`,
        );
      },
    ),
    { numRuns: 60 },
  );
});

test("a changed multiplier, lottery or payment is rejected", async () => {
  const { file } = await certified(environmentOfSketch(exact, BROKEN));
  for (const key of Object.keys(file.multipliers!)) {
    const multipliers = { ...file.multipliers, [key]: "1/7" };
    const changed = { ...file, multipliers };
    const message = verifyText(JSON.stringify({ ...changed, digest: certificateDigest(changed) })).message;
    expect(message, key).toMatch(/^rejected/);
  }
  const mechanism = structuredClone(file.mechanism!) as { allocation: string[][]; payments: string[][] };
  mechanism.payments[0][15] = "1/3";
  const changed = { ...file, mechanism };
  const message = verifyText(JSON.stringify({ ...changed, digest: certificateDigest(changed) })).message;
  expect(message).toMatch(/^rejected/);
});
