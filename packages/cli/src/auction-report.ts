import { describeCombination } from "@candor/core/auctions";
import { describeConstraint } from "@candor/core/design";
import { exact, printRational, type Rational, toDouble } from "@candor/core/numeric";
import { beliefData, isSaddle, priceData } from "./auction-data.js";
import { type ExaminedAuction, labelsAt, namedTypes } from "./examined-auction.js";
import { plainTable } from "./plain-table.js";

/** Profiles up to which allocation, prices and multipliers are printed, and lines of each list. */
const SMALL = 30;
const MOST_LINES = 12;

const LONGEST_FRACTION = 20;

/** "59/15 (3.93333)": the fraction with its size, or the size alone where the fraction says nothing to people. */
function full(value: Rational): string {
  const text = printRational(value);
  if (value.d === 1n) return text;
  const size = `${Number(toDouble(value).toPrecision(6))}`;
  return text.length > LONGEST_FRACTION ? `≈${size}` : `${text} (${size})`;
}
const { subtract } = exact;

/** What `candor auction` answers, as lines for people. */
export function auctionReport(seen: ExaminedAuction): string[] {
  const { environment, found, verification } = seen;
  const proved = found.exPost.gap.n === 0n;
  const small = found.auction.prior.length <= SMALL;
  return [
    `${environment.title}: one object for sale to ${listed(found.auction.bidders)}`,
    "",
    ...optimumLines(seen),
    "",
    ...(small
      ? [...allocationLines(seen), "", ...priceLines(seen), "", ...multiplierLines(seen)]
      : [
          `It has ${found.auction.prior.length} profiles; -o writes it as a model file, --json lists them.`,
          "",
        ]),
    ...regularityLines(seen),
    "",
    ...(found.auction.bidders.length > 1 ? [...worstCaseLines(seen), "", ...extractionLines(seen), ""] : []),
    ...valueLines(seen),
    "",
    `certificate: ${verification?.message ?? (proved ? "none was made, the value is computed in fractions but not verified; --certificate FILE asks for one" : "none, the optimum is not proved")}`,
  ];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function optimumLines({ environment, found: { exPost } }: ExaminedAuction): string[] {
  const { revenue, upper, gap, method, ironedBound, attained } = exPost;
  const search = method === "minimum-cut" ? "a minimum cut" : "a linear program";
  const why =
    attained === true
      ? method === "ironing"
        ? "The highest ironed virtual value wins if it is above 0; that reaches the bound no auction can exceed."
        : `It reaches the bound of the ironed virtual values; ${search} settled who wins ties.`
      : attained === undefined
        ? `It was found by ${search}, which was stopped before more was proved.`
        : `Letting the highest ironed virtual value win would bring ${full(subtract(ironedBound, revenue))} more, but then somebody would ` +
          `lose the object by bidding more. The best that can be done was found by ${search}.`;
  return [
    gap.n === 0n
      ? `The best auction in which truth and taking part are best at every profile earns ${full(revenue)}.`
      : `An auction in which truth and taking part are best at every profile earns ${full(revenue)}; none earns more than ${full(upper)}.`,
    why,
    ...(environment.designer === undefined
      ? []
      : ["This is about revenue: what the designer values is left out; candor design takes it in."]),
  ];
}

function allocationLines(seen: ExaminedAuction): string[] {
  const { auction, exPost } = seen.found;
  const { bidders } = auction;
  const head = [...bidders, "the object goes to", ...bidders.map((name) => `${name} pays`)];
  const rows = Array.from({ length: auction.prior.length }, (_, k) => {
    const chances = exPost.allocation.map((own) => own[k]);
    const kept = chances.reduce(subtract, exact.one);
    const winners = [...chances, kept].flatMap((chance, i) => {
      const name = bidders[i] ?? "nobody";
      return chance.n === 0n ? [] : [chance.n === chance.d ? name : `${printRational(chance)} ${name}`];
    });
    return [
      ...labelsAt(seen, k),
      winners.join(" + "),
      ...exPost.payments.map((own) => printRational(own[k])),
    ];
  });
  return plainTable(head, rows);
}

function priceLines(seen: ExaminedAuction): string[] {
  const lines = priceData(seen).map(({ bidder, others, offers }) => {
    const when = Object.entries(others).map(([name, type]) => `${name} = ${type}`);
    const price = offers
      .map(({ price, probability }) =>
        probability === "1" ? price : `${price} with probability ${probability}`,
      )
      .join(", ");
    return `  ${bidder}${when.length === 0 ? "" : ` when ${when.join(", ")}`}: ${price || "not for sale"}`;
  });
  if (lines.length > MOST_LINES) return [`Prices posted to each bidder: ${lines.length}; --json lists them.`];
  const alone = seen.found.auction.bidders.length === 1;
  return [
    alone
      ? "The same as a posted price:"
      : "The same as prices posted to each bidder, which depend on the others' reports alone:",
    ...lines,
  ];
}

function multiplierLines({ design }: ExaminedAuction): string[] {
  if (design === undefined) return [];
  const priced = design.multipliers
    .filter(({ name }) => name.kind !== "unit")
    .sort((a, b) => exact.compare(b.price, a.price));
  const lines = priced
    .slice(0, MOST_LINES)
    .map(
      ({ name, price }) =>
        `  ${describeConstraint(design.tables, name).binding}; relaxing it by 1 would bring at most ${printRational(price)}.`,
    );
  const rest = priced.length - lines.length;
  return [
    "What holds revenue down:",
    ...lines,
    ...(rest > 0 ? [`  … and ${rest} more; the certificate has all.`] : []),
    "",
  ];
}

function regularityLines(seen: ExaminedAuction): string[] {
  const { asPrinted, selection, regular } = seen.found.regularity;
  const { bidders } = seen.found.auction;
  const at = (profile: number) =>
    Object.entries(namedTypes(seen, profile))
      .map(([name, type]) => `${name} = ${type}`)
      .join(", ");
  const { falling } = asPrinted;
  const lost = selection.kind === "none" ? selection.lost : undefined;
  const rises =
    falling === undefined
      ? "Each virtual value rises with the bidder's own value, the others' given."
      : `The virtual value of ${bidders[falling.bidder]} falls from ${printRational(falling.before)} at ${at(falling.low)} to ` +
        `${falling.after === undefined ? "minus infinity (probability 0 below possible values)" : printRational(falling.after)} at ${at(falling.high)}.`;
  const stays =
    selection.kind === "exists"
      ? "Whoever has the highest can keep winning as its own value rises."
      : lost === undefined
        ? "No choice of winners with the highest virtual value lets every winner keep winning as its own value rises."
        : `A winner would not stay a winner: ${bidders[lost.bidder]} has to win at ${at(lost.low)}, yet at ${at(lost.high)} the ` +
          `object must ${lost.rival === undefined ? "stay unsold" : `go to ${bidders[lost.rival]}`}.`;
  const verdict = regular === undefined ? "undecided" : regular ? "yes" : "no";
  const printed =
    asPrinted.holds && regular === false
      ? ", though yes by the usual definition, which omits the second part"
      : "";
  return [`Is the prior regular? ${verdict}${printed}.`, `  ${rises}`, `  ${stays}`];
}

function worstCaseLines(seen: ExaminedAuction): string[] {
  const { found } = seen;
  const { worstCase, exPost, shared, saddle } = found;
  const head = "What if the seller does not know the bidders' beliefs? (Chung and Ely)";
  if (typeof worstCase === "string") return [head, `  ${worstCase}`];
  const more = subtract(worstCase.value, exPost.revenue);
  const known = {
    selection: "the ex post auction earns all that the virtual values allow",
    independence: "the beliefs are linearly independent, so side bets can support every allocation",
    program: "by an exact linear program",
  }[worstCase.by];
  return [
    head,
    "  Let each bidder believe what the seller would after learning that its value is what it is or more.",
    ...beliefLines(seen),
    `  Then the best Bayesian mechanism earns ${full(worstCase.value)}: ${known}.`,
    more.n === 0n
      ? "  That is no more than the ex post auction, which earns the same whatever the bidders believe: a saddle point."
      : `  That is ${printRational(more)} more than the ex post auction: these beliefs do not justify it.`,
    ...(typeof saddle !== "string" && isSaddle(saddle)
      ? [
          "  Checked from the definitions: the ex post auction is truthful and voluntary under these beliefs, and a linear",
          "  program with a proof finds nothing better.",
        ]
      : []),
    ...(typeof shared === "string" || found.auction.bidders.length < 2
      ? []
      : [
          shared.kind === "exists"
            ? "  These beliefs have a common prior."
            : "  These beliefs have no common prior; bidders would bet with each other if they could not misreport.",
        ]),
  ];
}

function beliefLines(seen: ExaminedAuction): string[] {
  if (!fitsLines(seen)) return [];
  return beliefData(seen).map(({ bidder, type, belief }) => {
    const parts = belief.map(({ others, probability }) => {
      const when = Object.entries(others).map(([name, label]) => `${name} = ${label}`);
      return `${probability} ${when.join(", ")}`;
    });
    return `    ${bidder} of type ${type} believes ${parts.join("; ")}`;
  });
}

function extractionLines(seen: ExaminedAuction): string[] {
  const { environment, found } = seen;
  const head = "What if bidders need not gain at every profile, only on average? (Crémer and McLean)";
  const { independence, extraction } = found.table;
  if (typeof independence === "string") return [head, `  ${independence}`];
  if (typeof extraction === "string") return [head, `  ${extraction}`];
  if (extraction.possible && extraction.by === "program")
    return [
      head,
      `  A Bayesian mechanism takes the whole surplus, ${full(extraction.surplus)}; candor design FILE -o writes it.`,
      "  Bets on top of a second price whose ties go to the first listed do not do it.",
    ];
  if (extraction.possible)
    return [
      head,
      `  Bets on the others' reports take the whole surplus, ${full(extraction.surplus)}, on top of a second price whose ties go to the first listed.`,
      independence.holds
        ? "  They would for any values: no type's belief is a combination of other types' beliefs."
        : "  They do for these values, although some type's belief is a combination of other types' beliefs.",
      ...(fitsLines(seen) && extraction.extracting !== undefined
        ? betLines(environment, extraction.extracting.bets)
        : []),
    ];
  const blocked = extraction.obstacles
    .slice(0, MOST_LINES)
    .map(
      (obstacle) =>
        `  ${capital(describeCombination(environment, obstacle))}: a bet that costs it its rent ${printRational(obstacle.rent)} ` +
        `costs these ${printRational(obstacle.rent)} on average, and they gain ${printRational(obstacle.temptation)} by pretending to be it.`,
    );
  const answer =
    extraction.possible === undefined
      ? "Whether bets can take the whole surplus was not decided."
      : `Bets cannot take the whole surplus, ${full(extraction.surplus)}.`;
  return [head, `  ${answer}`, ...blocked];
}

/** Whether one line a type says all about two bidders. */
function fitsLines({ found: { auction } }: ExaminedAuction): boolean {
  const types = auction.sizes.reduce((sum, size) => sum + size, 0);
  return auction.sizes.length === 2 && types <= MOST_LINES;
}

/** What each type of two bidders pays on top, by the other's report. */
function betLines(
  { agents }: ExaminedAuction["environment"],
  bets: readonly (readonly (readonly Rational[])[])[],
): string[] {
  return agents.flatMap(({ name, types }, i) =>
    types.map(({ label }, t) => {
      const other = agents[1 - i].types;
      const parts = bets[i][t].map(
        (amount, k) => `${printRational(amount)} when ${agents[1 - i].name} = ${other[k].label}`,
      );
      return `    ${name} of type ${label} pays on top ${parts.join("; ")}`;
    }),
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function valueLines({ found }: ExaminedAuction): string[] {
  const rows = found.table.values.map(({ title, value, method }) => [
    title,
    value === undefined ? "–" : printRational(value),
    value === undefined ? "" : `${Number(toDouble(value).toPrecision(6))}`,
    method,
  ]);
  return plainTable(["ways to sell", "revenue", "", "how computed"], rows);
}
