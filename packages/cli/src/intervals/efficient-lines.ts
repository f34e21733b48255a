import { type NamedSection, tableLines } from "../named-table.js";
import { auditLine, paymentLines, rangeText, tidied, vcgSentence } from "./balance-lines.js";
import type { EfficientFindings } from "./examine-efficient.js";
import { negative, printed } from "./printed.js";

/** What `candor efficient` answers, as lines for people. */
export function efficientLines(found: EfficientFindings): string[] {
  return [
    titleOf(found),
    ...efficientSections(found).flatMap(({ heading, paragraphs, table }) => [
      "",
      heading,
      ...paragraphs,
      ...(table.rows.length === 0 ? [] : tableLines(table)),
    ]),
  ];
}

export function titleOf({ claimants }: EfficientFindings): string {
  return `One object among ${claimants.map(({ name }) => name).join(", ")}, to whom it is worth most`;
}

/** The parts of the answer. */
export function efficientSections(found: EfficientFindings): NamedSection[] {
  const none = { head: [], rows: [] };
  return [
    { heading: "Can it be done?", paragraphs: verdictLines(found), table: none },
    {
      heading: "The agents",
      paragraphs: [
        `Net gain: E[largest value | own value] less the outside option, at the worst-off type. ${vcgSentence(found)}`,
        ...paymentLines(found, (agent) => found.claimants[agent].name),
      ],
      table: agentTable(found),
    },
    { heading: "Audit", paragraphs: [auditLine(found)], table: none },
  ];
}

function verdictLines({ decision, problem, claimants }: EfficientFindings): string[] {
  const { status, surplus } = decision;
  const verdict = {
    exists:
      "An efficient, incentive-compatible, individually rational mechanism with a balanced budget exists.",
    impossible: `Every efficient, incentive-compatible, individually rational mechanism needs an expected subsidy of ${printed(negative(surplus))} or more.`,
    unknown: decision.ties
      ? "Undecided: ties have positive probability, and another rule for them may do without a deficit."
      : "Undecided: the surplus is 0 within its error.",
  }[status];
  const ties = claimants.some(({ distribution }) => distribution.atoms.length > 0)
    ? ["Values have atoms: among equal values the agent listed first gets the object."]
    : [];
  const searched = decision.least.some(({ worstOff }) => worstOff.method === "search")
    ? ["Some outside options are not linear: their worst-off types were found by a search."]
    : [];
  return [
    verdict,
    `Surplus ${printed(surplus)}; expected largest value ${printed(problem.expectedWelfare)}.`,
    ...ties,
    ...searched,
  ];
}

function agentTable({ claimants, vcg, leaving, decision }: EfficientFindings) {
  return {
    head: [
      "agent",
      "values",
      "outside",
      "worst-off type",
      "net gain",
      "VCG payment",
      "stays away from AGV",
      "offset d",
    ],
    rows: claimants.map(({ name, distribution, written }, i) => {
      const { types, net, error } = vcg.worstOff[i];
      const away = leaving.find(({ agent }) => agent === i)?.types ?? [];
      return [
        ...[name, distribution.name, written, rangeText(types), printed({ value: net, error })],
        printed(vcg.expectedPayments[i]),
        away.length === 0 ? "nobody" : away.map(rangeText).join(", "),
        decision.mechanism?.offsets === undefined ? "–" : tidied(decision.mechanism.offsets[i]),
      ];
    }),
  };
}
