import {
  axisOf,
  type LostPrize,
  positionOf,
  postedPrices,
  type Regularity,
  type SaddlePoint,
  worstCaseBeliefs,
} from "@candor/core/auctions";
import { writeProfile } from "@candor/core/model";
import { printRational, type Rational } from "@candor/core/numeric";
import { type ExaminedAuction, labelOf, labelsAt, namedTypes } from "./examined-auction.js";

/** The stable form of `candor auction --json`: every number is a fraction as text. What is absent is said in words beside it. */
export function auctionData(seen: ExaminedAuction): object {
  const { environment, found, verification } = seen;
  const { exPost, worstCase, shared, saddle, table } = found;
  return {
    title: environment.title,
    bidders: found.auction.bidders.map((name, i) => ({
      name,
      types: Array.from({ length: found.auction.sizes[i] }, (_, p) => ({
        type: labelOf(seen, i, p),
        value: printRational(found.auction.values[i][p]),
      })),
    })),
    optimum: {
      revenue: printRational(exPost.revenue),
      upper: printRational(exPost.upper),
      method: exPost.method,
      ironedBound: printRational(exPost.ironedBound),
      ...(exPost.attained === undefined ? {} : { ironedBoundAttained: exPost.attained }),
    },
    mechanism: mechanismData(seen),
    prices: priceData(seen),
    regularity: regularityData(seen, found.regularity),
    worstCase:
      typeof worstCase === "string"
        ? { leftOut: worstCase }
        : {
            value: printRational(worstCase.value),
            by: worstCase.by,
            ...(typeof saddle === "string" ? {} : { saddlePoint: isSaddle(saddle) }),
            beliefs: beliefData(seen),
          },
    worstCasePrior: typeof shared === "string" ? { leftOut: shared } : { exists: shared.kind === "exists" },
    fullExtraction: extractionData(seen),
    values: table.values.map(({ value, ...rest }) => ({
      ...rest,
      ...(value === undefined ? {} : { value: printRational(value) }),
    })),
    ...(verification === undefined ? {} : { verification }),
  };
}

function mechanismData(seen: ExaminedAuction): object[] {
  const { auction, exPost } = seen.found;
  return Array.from({ length: auction.prior.length }, (_, k) => ({
    types: labelsAt(seen, k),
    wins: named(auction.bidders, (i) => exPost.allocation[i][k]),
    payments: named(auction.bidders, (i) => exPost.payments[i][k]),
  }));
}

function named(bidders: readonly string[], at: (i: number) => Rational): Record<string, string> {
  return Object.fromEntries(bidders.map((name, i) => [name, printRational(at(i))]));
}

/** One entry for each bidder and profile of the others. */
export function priceData(seen: ExaminedAuction) {
  const { auction, exPost } = seen.found;
  const profile = new Int32Array(auction.sizes.length);
  return auction.bidders.flatMap((bidder, i) =>
    Array.from({ length: auction.prior.length }, (_, k) => k).flatMap((k) => {
      writeProfile(auction.sizes, k, profile);
      if (profile[i] !== 0) return [];
      const offers = postedPrices(auction, exPost.allocation, i, profile);
      return {
        bidder,
        others: namedTypes(seen, k, i),
        offers: offers.map(({ price, probability }) => ({
          price: printRational(price),
          probability: printRational(probability),
        })),
      };
    }),
  );
}

function regularityData(seen: ExaminedAuction, { asPrinted, selection, regular, bound }: Regularity): object {
  const { falling } = asPrinted;
  const bidders = seen.found.auction.bidders;
  const profiles = ({ bidder, low, high }: LostPrize) => ({
    bidder: bidders[bidder],
    low: labelsAt(seen, low),
    high: labelsAt(seen, high),
  });
  const lost = selection.kind === "none" ? selection.lost : undefined;
  return {
    ...(regular === undefined ? {} : { regular }),
    asPrinted: asPrinted.holds,
    ...(falling === undefined
      ? {}
      : {
          falling: {
            ...profiles(falling),
            before: printRational(falling.before),
            after: falling.after === undefined ? "-infinity" : printRational(falling.after),
          },
        }),
    ...(selection.kind === "undecided" ? {} : { winnersStay: selection.kind === "exists" }),
    ...(lost === undefined
      ? {}
      : { lost: { ...profiles(lost), ...(lost.rival === undefined ? {} : { rival: bidders[lost.rival] }) } }),
    bound: printRational(bound),
  };
}

/** Whether the optimum was found feasible and unbeaten under the worst-case beliefs. */
export function isSaddle({ feasible, gap }: SaddlePoint): boolean {
  return gap.n === 0n && feasible.every(({ status }) => status === "proved");
}

/** What each type that holds a belief thinks of the others, by profiles of positive probability. */
export function beliefData(seen: ExaminedAuction) {
  const { auction } = seen.found;
  const { beliefs, counts } = worstCaseBeliefs(auction);
  return auction.bidders.flatMap((bidder, i) => {
    const axis = axisOf(auction.sizes, i);
    return Array.from({ length: counts[i] }, (_, p) => ({
      bidder,
      type: labelOf(seen, i, p),
      belief: beliefs[i].flatMap((probability, k) =>
        positionOf(axis, k) !== p || probability.n === 0n
          ? []
          : { others: namedTypes(seen, k, i), probability: printRational(probability) },
      ),
    }));
  });
}

function extractionData({ environment, found }: ExaminedAuction): object {
  const { independence, extraction } = found.table;
  if (typeof independence === "string") return { leftOut: independence };
  if (typeof extraction === "string") return { leftOut: extraction };
  const label = (agent: number, type: number) => environment.agents[agent].types[type].label;
  const part = (agent: number) => (each: { readonly type: number; readonly weight: Rational }) => ({
    type: label(agent, each.type),
    weight: printRational(each.weight),
  });
  const bets = extraction.extracting?.bets;
  return {
    surplus: printRational(extraction.surplus),
    ...(extraction.possible === undefined ? {} : { possible: extraction.possible }),
    convexIndependence: independence.holds,
    combinations: independence.types.flatMap(({ agent, type, combination }) =>
      combination === undefined
        ? []
        : {
            bidder: environment.agents[agent].name,
            type: label(agent, type),
            combination: combination.map(part(agent)),
          },
    ),
    obstacles: extraction.obstacles.map(({ agent, type, combination, rent, temptation }) => ({
      bidder: environment.agents[agent].name,
      type: label(agent, type),
      combination: combination.map(part(agent)),
      rent: printRational(rent),
      temptation: printRational(temptation),
    })),
    ...(bets === undefined
      ? {}
      : {
          bets: environment.agents.map(({ name, types }, i) => ({
            bidder: name,
            byType: types.map(({ label: type }, t) => ({ type, bet: bets[i][t].map(printRational) })),
          })),
        }),
  };
}
