import type { Environment } from "../model/environment.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import type { Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { invalidOption, numberOption, type Ties, tiesOf } from "./options.js";
import { withoutMoney } from "./refusals.js";
import type { RuleOption, RuleOptions } from "./rule.js";
import { type Sale, sale } from "./sale.js";
import { readSingleObject, type SingleObject } from "./single-object.js";
import { treatsAlikeAlike } from "./symmetry.js";
import { atLeast, breakTies } from "./ties.js";
import { printNumber, printPayment } from "./words.js";

/** The price and where it comes from, to complete "Ann pays 3: …". */
export interface Price<N> {
  readonly amount: N;
  readonly because: string;
}

export const RESERVE: RuleOption = {
  name: "reserve",
  kind: "number",
  description:
    "the lowest price at which the object is sold (default 0 where an alternative leaves it unsold, else none)",
};

/** Why an auction does not apply to a model. */
export function auctionRefusal<N>(environment: Environment<N>): string | undefined {
  const money = withoutMoney(environment);
  if (money !== undefined) return money;
  const object = readSingleObject(environment);
  return typeof object === "string" ? object : undefined;
}

/** The object of an environment in which {@link readSingleObject} finds one; throws `not-applicable` elsewhere. */
export function objectOf<N>(environment: Environment<N>): SingleObject<N> {
  const object = readSingleObject(environment);
  return typeof object === "string" ? fail("not-applicable", "mechanism.rule", object) : object;
}

/**
 * A sealed-bid auction: agent i bids the worth v_i(i gets it) − v_i(not) of its reported type, the highest bid wins unless it is
 * below the reserve, and the winner pays `priceOf` the sale; the others pay nothing.
 *
 * Ties: the alternative listed first wins; or by lot, and then each tied agent pays the price times its chance to win.
 * Errors: `invalid-option` when a reserve can leave the object unsold and no alternative does.
 * Cost of one profile: agents.
 */
export function auctionMechanism<N>(
  environment: Environment<N>,
  options: RuleOptions<N>,
  name: string,
  priceOf: (sale: Sale<N>) => Price<N>,
): Mechanism<N> {
  const F = environment.arithmetic;
  const object = objectOf(environment);
  const reserve = reserveOf(environment, object, options);
  const ties = tiesOf(options);
  const saleAt = (reports: ArrayLike<number>) => sale(environment, object, reserve, reports);
  const chances = (winners: readonly number[]) => lotteryOf(environment, object, winners, ties);
  const paymentsOf = (winners: readonly number[], lottery: number | Table<N>, price: N) => {
    const payments = F.table(environment.agents.length);
    for (const i of winners) {
      const a = object.winning[i];
      if (typeof lottery !== "number") payments[i] = F.multiply(lottery[a], price);
      else if (lottery === a) payments[i] = price;
    }
    return payments;
  };
  return directMechanism(environment, {
    name,
    anonymous: treatsAlikeAlike(environment, ties),
    outcome(reports) {
      const result = saleAt(reports);
      if (result.winners.length === 0)
        return { lottery: object.unsold!, payments: F.table(environment.agents.length) };
      const lottery = chances(result.winners);
      return { lottery, payments: paymentsOf(result.winners, lottery, priceOf(result).amount) };
    },
    reasons(reports) {
      const result = saleAt(reports);
      const sold = result.winners.length > 0;
      const lottery = sold ? chances(result.winners) : 0;
      const price = sold ? priceOf(result) : undefined;
      const payments = paymentsOf(result.winners, lottery, price?.amount ?? F.zero);
      return environment.agents.map((_, i) => {
        const bid = `its bid is ${printNumber(F, result.bids[i])}`;
        const pays = printPayment(environment, i, payments[i]);
        if (!sold) return `${pays}: ${bid} and no bid reaches the reserve ${printNumber(F, reserve!)}.`;
        if (!result.winners.includes(i))
          return `${pays}: ${bid} and the highest is ${printNumber(F, result.highest)}.`;
        if (typeof lottery !== "number")
          return `${pays}: ${bid}, ${result.winners.length} agents are tied and the winner pays ${price!.because}.`;
        return lottery === object.winning[i]
          ? `${pays}: ${bid}, it wins and pays ${price!.because}.`
          : `${pays}: ${bid}, which ties, and the alternative listed first wins.`;
      });
    },
  });
}

/** The winning alternative, listed first among the tied ones or drawn by lot. */
function lotteryOf<N>(
  environment: Environment<N>,
  object: SingleObject<N>,
  winners: readonly number[],
  ties: Ties,
): number | Table<N> {
  const tied = winners.map((i) => object.winning[i]).sort((a, b) => a - b);
  return breakTies(environment.arithmetic, environment.alternatives.length, tied, ties);
}

function reserveOf<N>(
  environment: Environment<N>,
  object: SingleObject<N>,
  options: RuleOptions<N>,
): N | undefined {
  const F = environment.arithmetic;
  const reserve = numberOption(options, "reserve");
  if (object.unsold !== undefined) return reserve ?? F.zero;
  if (reserve === undefined) return undefined;
  const alwaysMet = object.worth.some((bids) =>
    Array.from({ length: bids.length }, (_, t) => bids[t]).every((bid) => atLeast(F, bid, reserve)),
  );
  if (!alwaysMet)
    invalidOption(
      "reserve",
      "All bids can be below the reserve and no alternative leaves the object unsold. Add an alternative in which nobody gets it.",
      printNumber(F, reserve),
    );
  return reserve;
}
