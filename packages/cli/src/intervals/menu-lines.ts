import { tableLines } from "../named-table.js";
import type { MenuFindings } from "./examine-menu.js";
import { printNumber } from "./print-estimate.js";
import { printed } from "./printed.js";

/** What `candor check` says of a menu, as lines for people. */
export function menuLines(found: MenuFindings): string[] {
  const { quantity, payment, profit, consumerSurplus, optimum } = found;
  const share =
    optimum === undefined || optimum.value <= 0
      ? ""
      : `${percent(profit.value / optimum.value)} of the optimum`;
  return [
    `Menu x(own) = ${quantity.text}, ${payment === undefined ? "payments by the envelope theorem" : `payment ${payment.text}`}`,
    "",
    ...tableLines({ head: ["property", "answer", "ε or slack", "where"], rows: propertyRows(found) }),
    "Looked for among 160 × 160 types with refinement, not proved: a lie that pays on a very narrow set of types can escape.",
    "",
    ...tableLines({
      head: ["expected", "amount", ""],
      rows: [
        ["profit", printed(profit), share],
        ["consumer surplus", printed(consumerSurplus), ""],
        ["profit of the best menu", optimum === undefined ? "not determined" : printed(optimum), ""],
      ],
    }),
  ];
}

function propertyRows({ check, unavailable, fall, envelope }: MenuFindings): string[][] {
  const { largestGain, lie, participation } = check;
  const { slack, type } = participation;
  const short = slack < -check.error;
  return [
    [
      "incentive compatible",
      lie ? "FAILS" : "no lie found",
      `ε = ${printNumber(lie ? largestGain : 0)}`,
      lie ? `type ${printNumber(lie.type)} reports ${printNumber(lie.report)}` : "",
    ],
    [
      "individually rational",
      short ? "FAILS" : "nobody found who loses",
      short ? `ε = ${printNumber(-slack)}` : `slack ${printNumber(Math.max(0, slack))}`,
      `type ${printNumber(type)}`,
    ],
    ...(unavailable === undefined
      ? []
      : [
          [
            "quantities on offer",
            "FAILS",
            "",
            `${printNumber(unavailable.quantity)} for type ${printNumber(unavailable.type)}`,
          ],
        ]),
    [
      "nondecreasing",
      fall ? "FAILS" : "no fall found",
      "",
      fall
        ? `${printNumber(fall.from)} at ${printNumber(fall.low)}, ${printNumber(fall.to)} at ${printNumber(fall.high)}`
        : "",
    ],
    ...(envelope === undefined
      ? []
      : [
          [
            "payments by the envelope",
            envelope.difference <= 1e-9 ? "agree" : "differ",
            `by ${Number(envelope.difference.toPrecision(2))}`,
            `type ${printNumber(envelope.at)}`,
          ],
        ]),
  ];
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`;
}

/** The same as data: full doubles. */
export function menuData({
  quantity,
  payment,
  check,
  unavailable,
  fall,
  envelope,
  profit,
  consumerSurplus,
  optimum,
}: MenuFindings) {
  return {
    menu: { quantity: quantity.text, ...(payment && { payment: payment.text }) },
    incentives: {
      epsilon: check.lie ? check.largestGain : 0,
      ...(check.lie && { lie: check.lie }),
      error: check.error,
    },
    participation: check.participation,
    offered: { holds: unavailable === undefined, ...unavailable },
    nondecreasing: { holds: fall === undefined, ...fall },
    ...(envelope && { envelope }),
    ...{ profit, consumerSurplus },
    ...(optimum && { optimum }),
  };
}
