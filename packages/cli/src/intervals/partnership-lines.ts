import type { Estimate } from "@candor/core/intervals";
import { printRational } from "@candor/core/numeric";
import type { NamedTable } from "../named-table.js";
import { plainTable } from "../plain-table.js";
import type { PartnershipFindings } from "./examine-partnership.js";
import { printEstimate, printNumber } from "./print-estimate.js";

/** What `candor partnership` answers, as lines for people. */
export function partnershipLines(found: PartnershipFindings): string[] {
  return [
    titleOf(found),
    "",
    ...verdictLines(found),
    "",
    ...laidOut(partnerTable(found)),
    ...participationLines(found),
    "",
    ...shareLines(found),
    "",
    ...biddingLines(found),
    ...("answer" in found.bidding ? [...laidOut(bidTable(found)), ...laidOut(sidePaymentTable(found))] : []),
    "",
    auditLine(found),
  ];
}

function laidOut({ head, rows }: NamedTable): string[] {
  const cells = rows.map((row) => [...row]);
  return plainTable(head, cells);
}

export function titleOf({ stated: { distributions, shares, alike } }: PartnershipFindings): string {
  const values = alike ? `each ${distributions[0].name}` : distributions.map(({ name }) => name).join("; ");
  return `Partnership with shares ${shares.map(printRational).join(", ")}; values: ${values}`;
}

/** Whether it can be dissolved, and what is left or missing. */
export function verdictLines({ decision, problem, stated }: PartnershipFindings): string[] {
  const { status, surplus } = decision;
  const verdict = {
    exists:
      "It can be dissolved efficiently: the object goes to the partner who values it most, payments add up to 0 always, nobody would rather stay.",
    impossible: `It cannot be dissolved efficiently: without an expected subsidy of at least ${printEstimate({ value: -surplus.value, error: surplus.error })}, somebody would rather stay or lie.`,
    unknown: "Whether it can be dissolved efficiently is undecided: the surplus is 0 within its error.",
  }[status];
  const ties = stated.distributions.some(({ atoms }) => atoms.length > 0)
    ? [
        "Values have atoms: among equal values the partner listed first gets the object, here and in all that follows.",
      ]
    : [];
  return [
    verdict,
    `Surplus ${shown(surplus)}; expected largest value ${shown(problem.expectedWelfare)}.`,
    ...ties,
  ];
}

/** Share, worst-off type and net gain of everyone. */
export function partnerTable({ stated, vcg, leaving, decision }: PartnershipFindings): NamedTable {
  const offsets = decision.mechanism?.offsets;
  const rows = stated.shares.map((share, i) => {
    const { types, net, error } = vcg.worstOff[i];
    const away = leaving.find(({ agent }) => agent === i)?.types ?? [];
    return [
      String(i + 1),
      stated.distributions[i].name,
      printRational(share),
      rangeText(types),
      shown({ value: net, error }),
      shown(vcg.expectedPayments[i]),
      away.length === 0 ? "nobody" : away.map(rangeText).join(", "),
      offsets === undefined ? "–" : tidied(offsets[i]),
    ];
  });
  const head = [
    "partner",
    "values",
    "share",
    "worst-off type",
    "net gain",
    "VCG payment",
    "stays away from AGV",
    "offset d",
  ];
  return { head, rows };
}

/** What the columns mean, and by how much participation fails in the expected externality mechanism. */
export function participationLines({ leaving, decision }: PartnershipFindings): string[] {
  return [
    "Net gain: E[largest value | own type] less the share's worth, at the worst-off type. VCG payment: the most that can be collected in expectation.",
    leaving.length === 0
      ? "AGV (expected externality): every type of everyone takes part."
      : `AGV (expected externality): ${leaving.map(({ agent, worst, shortfall }) => `partner ${agent + 1} loses up to ${printNumber(shortfall)} (value ${endText(worst)})`).join("; ")}.`,
    ...(decision.mechanism?.offsets
      ? ["Payments t = t(AGV) − d keep the budget balanced and everyone in; the surplus is split equally."]
      : decision.mechanism
        ? ["Values have gaps: payments are not AGV's less a constant, so there are no offsets d."]
        : []),
  ];
}

/** At which shares it can be dissolved. */
export function shareLines({ easiest, dissolvable }: PartnershipFindings): string[] {
  const best =
    "answer" in easiest
      ? `Easiest shares: ${easiest.answer.shares.map(printNumber).join(", ")}, with surplus ${shown(easiest.answer.surplus)}.`
      : `Easiest shares: ${easiest.reason}`;
  if (!("answer" in dissolvable)) return [best, `Set of dissolvable shares: ${dissolvable.reason}`];
  const { ends, boundary } = dissolvable.answer;
  if (ends !== undefined) {
    const [low, high] = ends.map(shown);
    return [best, `Dissolvable exactly when partner 1's share is from ${low} to ${high}.`];
  }
  const ranges = boundary[0].shares.map((_, i) => {
    const all = boundary.map(({ shares }) => shares[i]);
    return `partner ${i + 1} ${printNumber(Math.min(...all))} to ${printNumber(Math.max(...all))}`;
  });
  const edge = boundary.filter(({ onEdge }) => onEdge).length;
  return [
    best,
    `Dissolvable shares form a convex region; its boundary in ${boundary.length} directions has shares ${ranges.join(", ")}${edge === 0 ? "; someone with share 0 rules it out" : `; in ${edge} of them it reaches a share of 0`}.`,
  ];
}

/** The auction among alike partners. */
export function biddingLines({ bidding }: PartnershipFindings): string[] {
  if (!("answer" in bidding)) return [`Bidding game: ${bidding.reason}`];
  const { margin } = bidding.answer;
  return [
    "Bidding game: side payments first, then the highest bid gets the object; each pays its bid less the mean of the others' bids.",
    `Whoever is worst off is left ${tidied(margin)} above its share${margin < -1e-13 ? ": not everyone would take part" : ""}.`,
  ];
}

/** What values at the deciles bid; infinite values are left out. */
export function bidDeciles({ bidding, stated }: PartnershipFindings): BidPoint[] {
  if (!("answer" in bidding)) return [];
  const { quantile } = stated.distributions[0];
  return Array.from({ length: 11 }, (_, k) => ({ rank: k / 10, type: quantile(k / 10) }))
    .filter(({ type }) => Number.isFinite(type))
    .map((each) => ({ ...each, bid: bidding.answer.bid(each.type) }));
}

export interface BidPoint {
  /** Pr(value ≤ type). */
  readonly rank: number;
  readonly type: number;
  readonly bid: number;
}

export function bidTable(found: PartnershipFindings): NamedTable {
  const rows = bidDeciles(found).map(({ rank, type, bid }) => [
    `${Math.round(100 * rank)} %`,
    printNumber(type),
    tidied(bid),
  ]);
  return { head: ["rank", "value", "bid"], rows };
}

export function sidePaymentTable({ bidding, stated }: PartnershipFindings): NamedTable {
  const payments = "answer" in bidding ? bidding.answer.sidePayments : [];
  const rows = payments.map((paid, i) => [String(i + 1), printRational(stated.shares[i]), tidied(paid)]);
  return { head: ["partner", "share", "receives before bidding"], rows };
}

/** What recomputing the payments from their rule shows. */
export function auditLine({ audit, decision }: PartnershipFindings): string {
  const { of, profiles, imbalance, expectedImbalance, incentiveGain, participationMargin, envelopeError } =
    audit;
  const name = of === "agv" ? "AGV (no balanced rule keeps everyone in)" : "the balanced payments";
  // −∞ where there is one type alone.
  const lie = Number.isFinite(incentiveGain)
    ? `the best lie gains ${size(incentiveGain)}`
    : "there is no lie";
  const kept = decision.mechanism === undefined ? "" : " (surplus split included)";
  return `Audit of ${name}, recomputed from the rule at ${profiles} profiles: payments add up to at most ${size(imbalance)} (expected ${size(expectedImbalance)}), ${lie}, taking part brings at least ${tidied(participationMargin)}${kept}, envelope off by ${size(envelopeError)}. Evidence, not proof.`;
}

/** Two digits of what should be 0. */
function size(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** Rounding is 0. */
function tidied(value: number): string {
  return printNumber(Math.abs(value) < 1e-14 ? 0 : value);
}

function shown({ value, error }: Estimate): string {
  return printEstimate({ value: Math.abs(value) <= error ? 0 : value, error });
}

function rangeText([from, to]: readonly [number, number]): string {
  return from === to ? endText(from) : `${endText(from)} to ${endText(to)}`;
}

function endText(value: number): string {
  return Number.isFinite(value) ? tidied(value) : value > 0 ? "∞" : "−∞";
}
