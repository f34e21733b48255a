import { type Beliefs, jointBeliefs, personalBeliefs } from "../model/beliefs.js";
import type { Alternative, Environment, Values } from "../model/environment.js";
import { exact } from "../numeric/arithmetic.js";
import { ONE, printRational, type Rational, ZERO } from "../numeric/rational.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { axisOf, positionOf } from "./lines.js";

/**
 * The auction as an environment: bidders with their values as types, in the order of positions; alternatives "bidder i wins" and, last,
 * "unsold"; the seller's prior as objective and as the bidders' common prior, or other beliefs of theirs.
 * @param beliefs π_i(v_{−i} | v_i) at [bidder][profile]; default: the prior conditioned on the own value. Types whose belief is 0
 * throughout do not occur.
 */
export function auctionEnvironment(
  auction: CorrelatedAuction<Rational>,
  beliefs?: readonly (readonly Rational[])[],
): Environment<Rational> {
  const { bidders, values, sizes } = auction;
  const names = [...bidders, "unsold"];
  return {
    arithmetic: exact,
    title: "Auction of one object",
    agents: bidders.map((name, i) => ({
      name,
      types: Array.from({ length: sizes[i] }, (_, p) => ({
        label: printRational(values[i][p]),
        number: values[i][p],
        fields: new Map(),
      })),
    })),
    groups: bidders.map((name, i) => ({ name, first: i, count: 1 })),
    states: [{ name: "", fields: new Map() }],
    alternatives: names.map(
      (name, a): Alternative<Rational> => ({
        name,
        fields: new Map(),
        personal: new Map([["gets", bidders.map((_, i) => (i === a ? ONE : ZERO))]]),
      }),
    ),
    money: true,
    values: bidders.map(
      (_, i): Values<Rational> => ({
        dependsOnOthers: false,
        dependsOnState: false,
        at: (a, types) => (a === i ? values[i][types[i]] : ZERO),
      }),
    ),
    outsideOptions: sizes.map((size) => exact.table(size)),
    beliefs: beliefsOf(auction, beliefs),
  };
}

function beliefsOf(
  { sizes, prior }: CorrelatedAuction<Rational>,
  beliefs: readonly (readonly Rational[])[] | undefined,
): Beliefs<Rational> {
  if (beliefs === undefined) return jointBeliefs(exact, sizes, 1, prior);
  const holds = sizes.map((size, i) => {
    const axis = axisOf(sizes, i);
    const some = new Array<boolean>(size).fill(false);
    beliefs[i].forEach((belief, k) => {
      some[positionOf(axis, k)] ||= belief.n > 0n;
    });
    return some;
  });
  return {
    ...personalBeliefs(exact, sizes, 1, beliefs, prior),
    mass: (i, type) => (holds[i][type] ? ONE : ZERO),
  };
}
