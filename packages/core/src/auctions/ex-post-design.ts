import { type DesignedTables, designedMechanism } from "../design/designed-tables.js";
import { type FiniteTables, finiteTables } from "../design/finite-tables.js";
import type { Multiplier } from "../design/index.js";
import { type DesignQuestion, REVENUE } from "../design/question.js";
import type { RowName } from "../design/row-name.js";
import { objectOf } from "../mechanisms/auction.js";
import type { SingleObject } from "../mechanisms/single-object.js";
import type { Environment } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { fail } from "../numeric/candor-error.js";
import { add, multiply, ONE, type Rational, subtract, ZERO } from "../numeric/rational.js";
import { type CorrelatedAuction, modelProfile } from "./correlated-auction.js";
import { axisOf, positionOf } from "./lines.js";
import type { OptimalExPostAuction } from "./optimal-ex-post-auction.js";

/** An ex post auction as what `certificate` writes down, and as a mechanism. */
export interface ExPostDesign {
  readonly kind: "optimal";
  readonly question: DesignQuestion;
  readonly tables: FiniteTables;
  readonly designed: DesignedTables;
  readonly mechanism: Mechanism<Rational>;
  readonly multipliers: readonly Multiplier[];
  readonly lower: Rational;
  readonly upper: Rational;
}

/** Ex post incentives and participation, revenue, nothing asked of the sum of payments: the program (P). */
export const EX_POST_REVENUE: DesignQuestion = {
  objective: REVENUE,
  incentives: ["ex-post"],
  participation: ["ex-post"],
  money: [],
};

/**
 * The best ex post auction as a design of the model it was read from, in the model's own types and alternatives, with the multipliers
 * of the local constraints and of Σ_a g(a|k) = 1: y(k) plus what the losing values contribute.
 *
 * Errors: `gap` when the auction is not proved optimal; `too-large` of `finiteTables`. Cost: profiles × alternatives.
 */
export function exPostDesign(
  environment: Environment<Rational>,
  auction: CorrelatedAuction<Rational>,
  found: OptimalExPostAuction<Rational>,
): ExPostDesign {
  if (found.gap.n !== 0n)
    fail("gap", "", "Revenue and upper bound differ, so there is no proof of an optimum to write down.");
  const object = objectOf(environment);
  const tables = finiteTables(environment);
  const designed = designedTables(environment, object, auction, found);
  return {
    kind: "optimal",
    question: EX_POST_REVENUE,
    tables,
    designed,
    mechanism: designedMechanism(environment, tables, designed),
    multipliers: [...multipliers(auction, object, found)].filter(({ price }) => price.n !== 0n),
    lower: found.revenue,
    upper: found.upper,
  };
}

function designedTables(
  environment: Environment<Rational>,
  { winning, unsold }: SingleObject<Rational>,
  auction: CorrelatedAuction<Rational>,
  found: OptimalExPostAuction<Rational>,
): DesignedTables {
  const count = auction.prior.length;
  const allocation = Array.from({ length: count }, () => environment.alternatives.map(() => ZERO));
  const payments = auction.sizes.map(() => new Array<Rational>(count).fill(ZERO));
  for (let position = 0; position < count; position++) {
    const k = modelProfile(auction, position);
    let kept = ONE;
    winning.forEach((a, i) => {
      allocation[k][a] = found.allocation[i][position];
      payments[i][k] = found.payments[i][position];
      kept = subtract(kept, allocation[k][a]);
    });
    if (unsold !== undefined) allocation[k][unsold] = kept;
  }
  return { allocation, payments };
}

function* multipliers(
  auction: CorrelatedAuction<Rational>,
  { losing }: SingleObject<Rational>,
  { cover, multipliers: { downward, upward, participation } }: OptimalExPostAuction<Rational>,
): Generator<Multiplier> {
  const { sizes, types, prior } = auction;
  const named = (kind: RowName["kind"], indices: readonly number[], price: Rational) => ({
    name: { kind, indices },
    price,
  });
  for (let position = 0; position < prior.length; position++) {
    const k = modelProfile(auction, position);
    let unit = cover[position];
    for (let i = 0; i < sizes.length; i++) {
      const axis = axisOf(sizes, i);
      const p = positionOf(axis, position);
      const own = (at: number) => losing[i][types[i][at]];
      const [out, down, up] = [participation[i], downward[i], upward[i]].map((table) => table[position]);
      yield named("ex-post-ir", [i, k, 0], out);
      unit = add(unit, multiply(own(p), add(out, add(down, up))));
      if (p > 0) {
        yield named("ex-post-ic", [i, k, types[i][p - 1], 0], down);
        unit = subtract(unit, multiply(own(p - 1), upward[i][position - axis.stride]));
      }
      if (p < axis.size - 1) {
        yield named("ex-post-ic", [i, k, types[i][p + 1], 0], up);
        unit = subtract(unit, multiply(own(p + 1), downward[i][position + axis.stride]));
      }
    }
    yield named("unit", [k], unit);
  }
}
