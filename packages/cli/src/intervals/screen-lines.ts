import type { Distribution, Estimate, MenuPiece, Rectangle, Screening } from "@candor/core/intervals";
import { tableLines } from "../named-table.js";
import type { ReportTable } from "../page/report-page.js";
import type { ScreeningFindings } from "./examine-screening.js";
import { printEstimate, printNumber } from "./print-estimate.js";

/** What `candor screen` answers, as lines for people. */
export function screenLines(found: ScreeningFindings): string[] {
  return [
    titleOf(found),
    ...tableLines(moneyTable(found)),
    "",
    ...tableLines(pieceTable(found)),
    "",
    ...tableLines(menuTable(found)),
    ...menuNotes(found),
    "",
    ...checkLines(found),
    ...warningsOf(found).map((warning) => `Warning: ${warning}`),
  ];
}

/** Those of the menu, of the formulas, and of differences that do not rise everywhere. */
export function warningsOf({ stated, screening, differences }: ScreeningFindings): string[] {
  const violated =
    differences.status === "violated"
      ? [
          "Differences rise in one place and fall in another: that the menu keeps incentives was searched, not proved.",
        ]
      : [];
  return [...stated.open, ...violated, ...screening.warnings];
}

export function titleOf({ stated: { value, flags } }: ScreeningFindings): string {
  return `Screening with v(x, θ) = ${value.text}, c(x) = ${flags.cost}, x in ${flags.quantities}, θ ~ ${flags.types}`;
}

/** Profit and its bound, and who gets what. */
export function moneyTable({ screening }: ScreeningFindings): ReportTable {
  const { profit, profitBound, consumerSurplus, welfare, firstBestWelfare } = screening;
  const share = firstBestWelfare.value > 0 ? welfare.value / firstBestWelfare.value : undefined;
  const { value, error } = profitBound;
  const gap = certainText({ value: value - profit.value, error: error + profit.error });
  const rows = [
    ["profit", printEstimate(profit), ""],
    ["no menu earns more than", printEstimate(profitBound), `gap ${gap}`],
    ["consumer surplus", printEstimate(consumerSurplus), ""],
    ["welfare", printEstimate(welfare), share === undefined ? "" : `${percent(share)} of first best`],
    ["first best", printEstimate(firstBestWelfare), ""],
  ];
  return { head: ["expected", "amount", ""], rows, numeric: [1] };
}

/** Who is treated alike. */
export function pieceTable({ stated, screening, rows: menu }: ScreeningFindings): ReportTable {
  const scale = Math.max(...menu.map(({ quantity }) => Math.abs(quantity)));
  const { distribution } = stated.problem;
  const pieces = screening.pieces.map((piece) => withoutGap(piece, distribution, screening));
  const rows = pieces.map((piece) => [
    rangeText(piece.types),
    KINDS[piece.kind](piece, screening),
    rangeText(piece.quantities, scale),
    percent(piece.share),
  ]);
  return { head: ["types", "are", "quantities", "share"], rows, numeric: [3] };
}

/** Where types are points, a piece ends at its last. */
function withoutGap(piece: MenuPiece, { pieces, atoms }: Distribution, { quantity }: Screening): MenuPiece {
  const [from, to] = piece.types;
  const own = atoms.filter(({ at }) => at >= from && at <= to && quantity(at) === piece.quantities[0]);
  return pieces.length > 0 || own.length === 0
    ? piece
    : { ...piece, types: [own[0].at, own[own.length - 1].at] };
}

const KINDS: Readonly<Record<MenuPiece["kind"], (piece: MenuPiece, screening: Screening) => string>> = {
  lowest: ({ quantities, types }, { payment }) =>
    quantities[0] === 0 && Math.abs(payment(types[0])) <= 1e-12 ? "excluded" : "held at the smallest",
  highest: () => "capped",
  kink: () => "on one step",
  // An atom may be a piece of its own.
  pooled: ({ types: [from, to] }) => (from === to ? "sorted" : "pooled"),
  sorted: () => "sorted",
  bound: () => "at their outside option",
};

/** The menu by rank of the type. */
export function menuTable({ rows }: ScreeningFindings): ReportTable {
  const scale = Math.max(...rows.map(({ quantity }) => Math.abs(quantity)));
  const body = rows.map(({ rank, type, quantity, payment, rent, firstBest, pointwise }) => [
    percent(rank),
    numberText(type),
    numberText(tidied(quantity, scale)),
    numberText(tidied(payment, Math.abs(payment) + rent.value)),
    tidied(quantity, scale) === 0
      ? "–"
      : numberText(tidied(payment, Math.abs(payment) + rent.value) / quantity),
    numberText(Math.abs(rent.value) <= rent.error ? 0 : rent.value),
    numberText(tidied(firstBest, scale)),
    pointwise === undefined ? "–" : numberText(tidied(pointwise, scale)),
  ]);
  const head = ["quantile", "θ", "x", "pays", "per unit", "rent", "first-best x", "pointwise x"];
  return { head, rows: body, numeric: head.map((_, column) => column) };
}

/** What the numbers of the menu are good to. */
export function menuNotes({ rows, screening }: ScreeningFindings): string[] {
  const error = Math.max(...rows.map(({ rent }) => rent.error));
  return [
    `${error > 0 ? `Rents and payments ± ${printNumber(Number(error.toPrecision(1)))}. ` : ""}Pointwise x maximises the virtual surplus of each type by itself; the menu differs from it where types are pooled.`,
    ...(screening.reflected ? ["High types want less: quantities fall in θ."] : []),
  ];
}

/** Each check in a sentence, with a witness where it fails. */
export function checkLines(found: ScreeningFindings): string[] {
  const { type, report } = found.check.lie ?? {};
  const { largestGain, participation, error, evaluated, method } = found.check;
  const lie = type === undefined ? "" : ` (type ${numberText(type)} says ${numberText(report!)})`;
  return [
    `Single crossing: ${differencesText(found)}`,
    ...(found.hazard.examined === 0 ? [] : [hazardText(found)]),
    `Largest gain from lying: ${certainText({ value: largestGain, error })}${lie}, over ${evaluated} pairs of types (${method}).`,
    `Participation: taking part brings ${certainText({ value: participation.slack, error })} at least, at θ = ${numberText(participation.type)}; it binds at ${bindingText(found.screening)}.`,
  ];
}

function differencesText({ stated: { cross }, differences, screening }: ScreeningFindings): string {
  const { status, strict, on, boxes, unresolved, witness } = differences;
  const where = ({ quantities, types }: Rectangle) =>
    `x from ${rangeText(quantities)}, θ from ${rangeText(types)}`;
  const sign = `v_xθ = ${cross.text} ${screening.reflected ? "≤" : "≥"} 0`;
  if (status === "proved")
    return `proved on ${where(on)}: ${sign}${strict ? ", and 0 almost nowhere" : ""} (bounds on ${boxes} ${boxes === 1 ? "box" : "boxes"}).`;
  if (unresolved !== undefined)
    return `not decided on ${where(on)}: bounds leave open whether ${sign} with ${where(unresolved)} (${boxes} boxes); no quadruple violates it on the grid that was looked at.`;
  const { lowQuantity, highQuantity, lowType, highType, differences: rises } = witness!;
  return `violated on ${where(on)}: going from x = ${numberText(lowQuantity)} to ${numberText(highQuantity)} is worth ${numberText(rises[0])} to type ${numberText(lowType)} and ${numberText(rises[1])} to type ${numberText(highType)}, yet elsewhere differences go the other way.`;
}

function bindingText({ participation, reflected }: ScreeningFindings["screening"]): string {
  const { binding, types = [] } = participation;
  const one = types.length === 1 && types[0][0] === types[0][1];
  if (binding === "inside")
    return `${one ? "type" : "types"} ${types.map((range) => rangeText(range)).join(" and ")}`;
  if (binding === "both") return "the lowest and the highest type";
  return (binding === "lowest") === reflected ? "the highest type" : "the lowest type";
}

/** (1 − F)/f, or F/f where high types want less, should fall as types want more. */
function hazardText({ hazard, hazardProved, screening: { reflected } }: ScreeningFindings): string {
  const { witness, examined } = hazard;
  const [name, wanted, found] = reflected
    ? ["Reverse hazard rate f/F", "falls", "rises"]
    : ["Hazard rate f/(1 − F)", "rises", "falls"];
  if (hazardProved) return `${name}: ${wanted}, as it does for every distribution of this family (theorem).`;
  if (witness === undefined)
    return `${name}: ${wanted} along ${examined} samples, which is no proof between them.`;
  const low = { at: witness.low, rate: witness.rates[0] };
  const high = { at: witness.high, rate: witness.rates[1] };
  const [first, second] = reflected ? [high, low] : [low, high];
  const sign = reflected ? -1 : 1;
  const at = (side: typeof low) => `${numberText(side.rate)} at θ = ${numberText(sign * side.at)}`;
  return `${name}: ${found}, from ${at(first)} to ${at(second)}; types may be pooled.`;
}

/** A number that its error covers is 0. */
function certainText({ value, error }: Estimate): string {
  return printEstimate({ value: Math.abs(value) <= error ? 0 : value, error });
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "–";
  return Number.isFinite(value) ? printNumber(value) : value > 0 ? "∞" : "−∞";
}

/** Rounding beside numbers of this size is 0. */
function tidied(value: number, scale: number): number {
  return Math.abs(value) <= 1e-12 * scale ? 0 : value;
}

/** "0.5 to 1", or one number. */
export function rangeText([from, to]: readonly [number, number], scale = 0): string {
  const [low, high] = [from, to].map((each) => numberText(tidied(each, scale)));
  return low === high ? low : `${low} to ${high}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(5))} %`;
}
