import type { Estimate } from "@candor/core/intervals";
import { tableLines } from "../named-table.js";
import { type ProvisionFindings, shareError } from "./examine-provision.js";
import { plainEstimate } from "./plain-estimate.js";
import { printNumber } from "./print-estimate.js";
import { negative, printed } from "./printed.js";

/** What `candor provide` answers, as lines for people. */
export function provideLines(found: ProvisionFindings): string[] {
  const unsettled = unsettledLines(found);
  return [
    titleOf(found),
    "",
    verdictLine(found),
    "",
    ...tableLines({ head: [], rows: amountRows(found) }),
    ...(found.sizes.length === 0 ? [] : ["", ...tableLines({ head: SIZE_HEAD, rows: sizeRows(found) })]),
    ...(unsettled.length === 0 ? [] : ["", ...unsettled]),
  ];
}

export function titleOf({ kinds, contributors, costPerHead }: ProvisionFindings): string {
  const [{ value }, ...others] = kinds;
  const values =
    others.length === 0
      ? value.name
      : kinds.map(({ value: { name }, count }) => `${count} × ${name}`).join("; ");
  return `A public good for ${contributors} contributors (values ${values}) at a cost of ${printNumber(costPerHead)} a head`;
}

export function verdictLine({ good: { decision } }: ProvisionFindings): string {
  const { status, surplus } = decision;
  const rule =
    "rule that provides whenever values exceed the cost, keeps incentives and lets people stay away";
  const reason = {
    exists: `there is a ${rule}, with an expected surplus of ${printed(surplus)} over the cost`,
    impossible: `every ${rule} falls short of the cost by ${printed(negative(surplus))} or more`,
    unknown: decision.ties
      ? "ties have positive probability, and another rule for them may do without a deficit"
      : `the most that a ${rule} collects beyond the cost, ${printed(surplus)}, cannot be told from 0`,
  }[status];
  return `Verdict: ${status}: ${reason}.`;
}

export function amountRows({ good, secondBest }: ProvisionFindings): string[][] {
  const { probability, welfare, vcg, decision } = good;
  const { surplus } = decision;
  return [
    ["probability that values cover the cost", printed(probability)],
    ["first-best gains", printed(welfare)],
    vcg.surplus.value > vcg.surplus.error
      ? ["VCG surplus", printed(vcg.surplus)]
      : ["VCG deficit", printed(negative(vcg.surplus))],
    ["minimum subsidy", surplus.value >= 0 ? "0" : printed(negative(surplus))],
    ...("answer" in secondBest ? secondBestRows(secondBest.answer) : []),
  ];
}

type Answered = Extract<ProvisionFindings["secondBest"], { answer: unknown }>["answer"];

function secondBestRows({ gains, share, weight, multiplier, mechanism, mixture }: Answered): string[][] {
  return [
    ["second-best gains", printed(gains)],
    ["share of first best", printed(shareOf({ gains, share }))],
    // The mechanism is one of two when a lottery decides between them.
    ...(mixture === undefined
      ? [["probability of provision in the second best", printed(mechanism.probability)]]
      : [
          [
            "the second best is a lottery; its first mechanism has probability",
            printNumber(mixture.probability),
          ],
        ]),
    ["weight α on information rents", printWeight(weight)],
    ...(weight === 1 ? [] : [["multiplier λ = α/(1 − α)", printNumber(multiplier)]]),
  ];
}

/** 1 itself leaves no gains; a weight that rounds to it is not known any better. */
function printWeight(weight: number): string {
  return weight === 1 ? "1, to rounding" : printNumber(weight);
}

export const SIZE_HEAD = [
  "contributors",
  "worth its cost",
  "provided, second best",
  "gains",
  "share of first best",
  "α",
];

export function sizeRows({ sizes }: ProvisionFindings): string[][] {
  return sizes.map(({ contributors, found }) => {
    if ("unsettled" in found) return [String(contributors), ...SIZE_HEAD.slice(1).map(() => "–")];
    const { efficient, provided, gains, share, weight } = found.answer;
    return [
      String(contributors),
      ...[efficient, provided, gains].map(printed),
      printed(shareOf({ gains, share })),
      printWeight(weight),
    ];
  });
}

/** Why there is no second best, where there is none. */
export function unsettledLines({ contributors, secondBest, sizes }: ProvisionFindings): string[] {
  return [{ contributors, found: secondBest }, ...sizes].flatMap(({ contributors: count, found }) =>
    "unsettled" in found ? [`No second best for ${count} contributors: ${found.unsettled}`] : [],
  );
}

/** The same as plain data: full doubles with their errors. */
export function provideData({
  kinds,
  contributors,
  costPerHead,
  good,
  secondBest,
  sizes,
}: ProvisionFindings) {
  const { probability, welfare, vcg, decision } = good;
  return {
    kinds: kinds.map(({ value, count }) => ({ values: value.name, count })),
    ...{ contributors, costPerHead, verdict: decision.status },
    firstBest: { probability: plainEstimate(probability), gains: plainEstimate(welfare) },
    vcgSurplus: plainEstimate(vcg.surplus),
    minimumSubsidy: { value: decision.minimumSubsidy, error: decision.surplus.error },
    secondBest: "answer" in secondBest ? secondBestData(secondBest.answer) : secondBest,
    sizes: sizes.map(({ contributors: count, found }) => {
      if ("unsettled" in found) return { contributors: count, ...found };
      const { efficient, provided, gains, share, weight } = found.answer;
      return {
        ...{ contributors: count, weight, share: shareOf({ gains, share }) },
        ...{
          efficient: plainEstimate(efficient),
          provided: plainEstimate(provided),
          gains: plainEstimate(gains),
        },
      };
    }),
  };
}

function secondBestData({ gains, share, weight, multiplier, surplus, mechanism, mixture }: Answered) {
  return {
    ...{
      gains: plainEstimate(gains),
      share: shareOf({ gains, share }),
      surplus: plainEstimate(surplus),
      weight,
      multiplier,
    },
    probability: plainEstimate(mechanism.probability),
    ...(mixture === undefined ? {} : { lottery: mixture.probability }),
  };
}

function shareOf(answer: Parameters<typeof shareError>[0]): Estimate {
  return { value: answer.share, error: shareError(answer) };
}
