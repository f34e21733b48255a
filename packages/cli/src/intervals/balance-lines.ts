import type { ParticipationGap } from "@candor/core/intervals";
import type { BalanceFindings } from "./examine-efficient.js";
import { printNumber } from "./print-estimate.js";

/** What VCG at the worst-off types collects. */
export function vcgSentence({ decision }: Pick<BalanceFindings, "decision">): string {
  return decision.connected
    ? "VCG payment: the most that can be collected in expectation."
    : "VCG payment: what VCG collects in expectation; values have gaps, and the surplus above counts what more can be collected across them.";
}

/** Who loses by AGV and what the balanced payments are. */
export function paymentLines(
  { leaving, decision: { mechanism } }: Pick<BalanceFindings, "leaving" | "decision">,
  nameOf: (agent: number) => string,
): string[] {
  const loss = ({ agent, worst, shortfall }: ParticipationGap) =>
    `${nameOf(agent)} loses up to ${printNumber(shortfall)} (value ${tidied(worst)})`;
  return [
    leaving.length === 0
      ? "AGV (expected externality): every type of everyone takes part."
      : `AGV (expected externality): ${leaving.map(loss).join("; ")}.`,
    ...(mechanism?.offsets
      ? ["Payments t = t(AGV) − d keep the budget balanced and everyone in; the surplus is split equally."]
      : mechanism
        ? ["Values have gaps: payments are not AGV's less a constant, so there are no offsets d."]
        : []),
  ];
}

/** What recomputing the payments from their rule shows. */
export function auditLine({ audit, decision }: Pick<BalanceFindings, "audit" | "decision">): string {
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
export function tidied(value: number): string {
  return printNumber(Math.abs(value) < 1e-14 ? 0 : value);
}

export function rangeText(ends: readonly [number, number]): string {
  const [from, to] = ends.map(tidied);
  return from === to ? from : `${from} to ${to}`;
}
