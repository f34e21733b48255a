import { printRational } from "@candor/core/numeric";
import { type NamedTable, tableLines } from "../named-table.js";
import { auditLine, paymentLines, rangeText, tidied, vcgSentence } from "./balance-lines.js";
import type { PartnershipFindings } from "./examine-partnership.js";
import { printNumber } from "./print-estimate.js";
import { negative, printed } from "./printed.js";

/** What `candor partnership` answers, as lines for people. */
export function partnershipLines(found: PartnershipFindings): string[] {
  return [
    titleOf(found),
    "",
    ...verdictLines(found),
    "",
    ...tableLines(partnerTable(found)),
    ...participationLines(found),
    "",
    ...shareLines(found),
    "",
    ...biddingLines(found),
    ...("answer" in found.bidding
      ? [...tableLines(bidTable(found)), ...tableLines(sidePaymentTable(found))]
      : []),
    "",
    auditLine(found),
  ];
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
    impossible: `It cannot be dissolved efficiently: without an expected subsidy of at least ${printed(negative(surplus))}, somebody would rather stay or lie.`,
    unknown: decision.ties
      ? "Whether it can be dissolved efficiently is undecided: ties have positive probability, and another rule for them may do without a deficit."
      : "Whether it can be dissolved efficiently is undecided: the surplus is 0 within its error.",
  }[status];
  const ties = stated.distributions.some(({ atoms }) => atoms.length > 0)
    ? [
        "Values have atoms: among equal values the partner listed first gets the object, here and in all that follows.",
      ]
    : [];
  return [
    verdict,
    `Surplus ${printed(surplus)}; expected largest value ${printed(problem.expectedWelfare)}.`,
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
      stated.names[i],
      stated.distributions[i].name,
      printRational(share),
      rangeText(types),
      printed({ value: net, error }),
      printed(vcg.expectedPayments[i]),
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
export function participationLines(found: PartnershipFindings): string[] {
  return [
    `Net gain: E[largest value | own type] less the share's worth, at the worst-off type. ${vcgSentence(found)}`,
    ...paymentLines(found, (agent) => found.stated.names[agent]),
  ];
}

/** At which shares it can be dissolved. */
export function shareLines({ stated: { names }, easiest, dissolvable }: PartnershipFindings): string[] {
  const best =
    "answer" in easiest
      ? `Easiest shares: ${easiest.answer.shares.map(printNumber).join(", ")}, with surplus ${printed(easiest.answer.surplus)}.`
      : `Easiest shares: ${easiest.reason}`;
  if (!("answer" in dissolvable)) return [best, `Set of dissolvable shares: ${dissolvable.reason}`];
  const { ends, boundary } = dissolvable.answer;
  if (ends !== undefined) {
    const [low, high] = ends.map(printed);
    return [best, `Dissolvable exactly when the share of ${names[0]} is from ${low} to ${high}.`];
  }
  const ranges = boundary[0].shares.map((_, i) => {
    const all = boundary.map(({ shares }) => shares[i]);
    return `${names[i]} ${printNumber(Math.min(...all))} to ${printNumber(Math.max(...all))}`;
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
  const rows = payments.map((paid, i) => [stated.names[i], printRational(stated.shares[i]), tidied(paid)]);
  return { head: ["partner", "share", "receives before bidding"], rows };
}
