import { type Design, type DesignedTables, describeConstraint, rowNameKey } from "@candor/core/design";
import { exact, printRational, type Rational } from "@candor/core/numeric";
import { printQuantity, quantity } from "@candor/core/properties";
import type { Verification } from "@candor/verifier";
import type { DesignFlags } from "./design-flags.js";
import { typesAt } from "./designed-model.js";
import { plainTable } from "./plain-table.js";

/** Profiles up to which the mechanism is printed whole, and lines of binding constraints. */
const SMALL = 30;
const MOST_LINES = 12;

const show = (value: Rational) => printQuantity(quantity(exact, value));

/** What `candor design` answers, as lines for people. */
export function designLines(
  design: Design,
  flags: DesignFlags,
  verification: Verification | undefined,
): string[] {
  const { question, tables } = design;
  const list = (words: readonly string[]) => (words.length === 0 ? "none" : words.join(", "));
  const slack = question.epsilon === undefined || question.epsilon.n === 0n ? "" : ` up to ${flags.epsilon}`;
  const choices = question.deterministic ? "sure choices only" : "lotteries allowed";
  return [
    flags.maximize === "nothing"
      ? `${tables.title}: a direct mechanism, ${choices}, that keeps the constraints`
      : `${tables.title}: the direct mechanism, ${choices}, that maximizes ${flags.maximize}`,
    `incentives: ${list(question.incentives)}${slack}; participation: ${list(question.participation)}; money: ${list(question.money)}${question.anonymous ? "; alike agents are treated alike" : ""}`,
    "",
    ...answer(design, flags),
    "",
    ...leftOutLines(design),
    verification === undefined
      ? "certificate: none, nothing is claimed"
      : `certificate: ${verification.message}`,
    ...(flags.explain ? formulationLines(design) : []),
  ];
}

/** Says at how many profiles nothing is asked, because no state is possible or somebody has no belief about it. */
function leftOutLines({ question, tables }: Design): string[] {
  const expects =
    question.incentives.some((kind) => kind === "dominant" || kind === "epistemic-ex-post") ||
    question.participation.includes("epistemic");
  if (!expects || tables.states.length === 1) return [];
  const silent = Array.from({ length: tables.profiles }, (_, k) => k).filter((k) =>
    tables.beliefs?.some(
      (own, i) => own[k].every(({ n }) => n === 0n) && dependsOnState(tables.values[i][k]),
    ),
  );
  if (silent.length === 0) return [];
  const count = `${silent.length} profile${silent.length === 1 ? "" : "s"}`;
  return [
    `At ${count} somebody has no belief about the state; nothing is asked of that agent's expectations there.`,
  ];
}

function dependsOnState([first, ...others]: readonly (readonly Rational[])[]): boolean {
  return others.some((values) => values.some((value, a) => exact.compare(value, first[a]) !== 0));
}

function answer(design: Design, flags: DesignFlags): string[] {
  switch (design.kind) {
    case "optimal":
      if (flags.maximize === "nothing") return ["There is one.", "", ...mechanismLines(design)];
      return [
        `optimal value ${valueLine(design.lower)}`,
        "",
        ...mechanismLines(design),
        ...bindingLines(design, flags),
      ];
    case "bracket":
      return [
        `a mechanism worth ${valueLine(design.lower)}; ${design.upper === undefined ? "no upper bound was proved" : `none is worth more than ${valueLine(design.upper)}`}`,
        "",
        ...mechanismLines(design),
      ];
    case "infeasible":
      return ["No mechanism satisfies the constraints.", ...contradiction(design)];
    case "unbounded":
      return [`The value has no upper bound: ${whatIsMissing(design)}`, ...growing(design, design.direction)];
    case "undecided":
      return ["Not decided: no mechanism that keeps every constraint was reached within the limits."];
  }
}

function valueLine(value: Rational): string {
  const text = printRational(value);
  return text.includes("/") ? `${text} (${Number(exact.toNumber(value).toPrecision(9))})` : text;
}

function mechanismLines(design: Design & { designed: DesignedTables }): string[] {
  const { tables, designed } = design;
  if (tables.profiles > SMALL)
    return [`The mechanism has ${tables.profiles} profiles; -o writes it out as a model file.`, ""];
  const names = tables.agents.map(({ name }) => name);
  const head = [...names, "outcome", ...(tables.money ? names.map((name) => `${name} pays`) : [])];
  const rows = designed.allocation.map((lottery, k) => {
    const outcome = lottery
      .flatMap((p, a) =>
        p.n === 0n ? [] : [p.n === p.d ? tables.alternatives[a] : `${show(p)} ${tables.alternatives[a]}`],
      )
      .join(" + ");
    return [
      ...typesAt(design, k),
      outcome,
      ...(tables.money ? designed.payments.map((own) => show(own[k])) : []),
    ];
  });
  return [...plainTable(head, rows), ""];
}

/** Binding constraints with a price, the dearest first; adding up to 1 is not worth a line. */
export function pricedConstraints(design: Extract<Design, { kind: "optimal" | "bracket" | "infeasible" }>) {
  return design.multipliers
    .filter(({ name }) => name.kind !== "unit")
    .map(({ name, price }) => ({
      key: rowNameKey(name),
      price,
      ...describeConstraint(design.tables, name, design.question.epsilon),
    }))
    .sort((a, b) => Math.abs(exact.toNumber(b.price)) - Math.abs(exact.toNumber(a.price)));
}

function bindingLines(
  design: Extract<Design, { kind: "optimal" | "bracket" }>,
  flags: DesignFlags,
): string[] {
  const { tree } = design;
  if (tree?.branches !== undefined)
    return ["With sure choices constraints have no single price; the certificate goes through the cases."];
  const multipliers = tree?.multipliers ?? design.multipliers;
  const binding = pricedConstraints({ ...design, multipliers });
  if (binding.length === 0) return ["No constraint holds the value down."];
  const shown = flags.explain ? binding : binding.slice(0, MOST_LINES);
  return [
    "What holds the value down:",
    ...shown.map(
      ({ binding, price }) => `  ${binding}; relaxing it by 1 would bring at most ${show(price)}.`,
    ),
    ...(shown.length < binding.length
      ? [`  … and ${binding.length - shown.length} more; --explain lists all.`]
      : []),
  ];
}

function contradiction(design: Extract<Design, { kind: "infeasible" }>): string[] {
  if (design.tree !== undefined)
    return ["Sure choices were ruled out case by case; the certificate lists the cases."];
  const lines = pricedConstraints(design).map(({ demand, price }) => `  ${show(price)} × ${demand}`);
  const needed = design.irreducible ? "; without any one of these the others could be kept" : "";
  return [
    `These demands contradict each other${needed}:`,
    ...lines,
    "So weighed and added up they say 0 ≤ a negative number.",
  ];
}

function whatIsMissing({ question }: Design): string {
  if (!("revenue" in question.objective)) return "the objective grows with payments that nothing limits.";
  if (question.objective.revenue.n < 0n) return "nothing limits what is paid out. Ask for no-deficit.";
  if (question.participation.length === 0)
    return "nobody may stay away. Ask for participation, e.g. interim.";
  if (question.participation.includes("ex-post"))
    return "where no state is possible nobody's participation is asked for. Look at `possible`.";
  return "the agents' beliefs differ from the prior, and bets on the difference pay. Ask for ex post participation.";
}

function growing({ tables }: Design, direction: DesignedTables): string[] {
  const grows = tables.agents.flatMap(({ name }, i) =>
    direction.payments[i].some(({ n }) => n !== 0n) ? [name] : [],
  );
  return [`Without end grow payments of: ${grows.join(", ")}.`];
}

function formulationLines({ formulation }: Design): string[] {
  const { payments, variables, constraints, coefficients, merged, active, rounds, start, pivots, nodes } =
    formulation;
  if (payments === "potential")
    return [
      "no program was needed: the best choice at every profile can be paid for from the potential of its incentives",
    ];
  const form = {
    profiles: "payments by profile",
    interim: "interim payments: types are independent and only expectations given own types matter",
    none: "no payments",
  }[payments];
  const from = {
    solver: "from the basis HiGHS found in doubles",
    advice: "from the solution given",
    scratch: "from scratch",
  }[start];
  const alike = merged.swaps > 0 ? "alike agents, equal constraints" : "equal constraints";
  return [
    `linear program: ${variables} variables, ${constraints} constraints, ${coefficients} coefficients; ${form}`,
    ...(merged.variables < variables || merged.constraints < constraints
      ? [
          `${alike} and identical alternatives merged: ${merged.variables} variables, ${merged.constraints} constraints`,
        ]
      : []),
    ...(active < merged.constraints
      ? [
          `${active} constraints took part after ${rounds} rounds of adding violated ones; all others were checked and hold`,
        ]
      : []),
    ...(formulation.digits === undefined
      ? []
      : [
          `the coefficients of one constraint differ by ${formulation.digits} digits, too many for doubles: fractions only`,
        ]),
    nodes === undefined
      ? `solved exactly ${from}, ${pivots} exact pivots`
      : `sure choices: ${nodes} cases looked into, each closed in exact fractions`,
  ];
}
