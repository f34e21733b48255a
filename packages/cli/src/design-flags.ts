import {
  type DesignQuestion,
  INCENTIVES,
  MONEY,
  NOTHING,
  type Objective,
  PARTICIPATION,
  REVENUE,
  WELFARE,
} from "@candor/core/design";
import { nearest } from "@candor/core/io";
import { fail, parseRational, type Rational } from "@candor/core/numeric";

export interface DesignFlags {
  readonly maximize: string;
  readonly incentives?: string;
  readonly participation?: string;
  readonly money?: string;
  readonly subjectTo?: string;
  readonly epsilon: string;
  readonly deterministic?: boolean;
  readonly anonymous?: boolean;
  readonly certificate?: string;
  readonly output?: string;
  readonly emit?: string;
  readonly solution?: string;
  readonly timeLimit?: string;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** What `--subject-to` may list: a property, as `candor check` calls it, and the constraint that brings it about. */
export const CONSTRAINTS: Readonly<Record<string, Partial<DesignQuestion>>> = {
  "dominant-strategy-ic": { incentives: ["dominant"] },
  "ex-post-ic": { incentives: ["ex-post"] },
  "epistemic-ex-post-ic": { incentives: ["epistemic-ex-post"] },
  "bayesian-ic": { incentives: ["bayesian"] },
  "ex-post-ir": { participation: ["ex-post"] },
  "epistemic-ex-post-ir": { participation: ["epistemic"] },
  "interim-ir": { participation: ["interim"] },
  "ex-ante-ir": { participation: ["ex-ante"] },
  "no-deficit": { money: ["no-deficit"] },
  "no-deficit-ex-ante": { money: ["no-deficit-ex-ante"] },
  "budget-balance": { money: ["balanced"] },
  "budget-balance-ex-ante": { money: ["balanced-ex-ante"] },
  "no-payments": { money: ["no-payments"] },
  anonymity: { anonymous: true },
  deterministic: { deterministic: true },
};

/**
 * The question that the flags of `candor design` ask.
 *
 * @param expressed reads an objective that is an expression.
 * Errors: `invalid-value`, `not-rational`; those of `expressed`.
 */
export function questionOf(
  flags: DesignFlags,
  expressed: (text: string) => Objective = (text) =>
    fail("invalid-value", "--maximize", `"${text}" is not known; say revenue, welfare or nothing.`),
): DesignQuestion {
  const { incentives, participation, money, subjectTo } = flags;
  if (subjectTo !== undefined && (incentives ?? participation ?? money) !== undefined)
    fail(
      "invalid-value",
      "--subject-to",
      "It lists every constraint: leave --incentives, --participation and --money out.",
    );
  const asked = subjectTo === undefined ? separately(flags) : together(subjectTo);
  return {
    objective: objectiveOf(flags.maximize, expressed),
    epsilon: number("epsilon", flags.epsilon),
    ...asked,
    ...(flags.deterministic ? { deterministic: true } : {}),
    ...(flags.anonymous ? { anonymous: true } : {}),
  };
}

type Constraints = Omit<DesignQuestion, "objective" | "epsilon">;

function separately(flags: DesignFlags): Constraints {
  return {
    incentives: chosen("incentives", flags.incentives ?? "bayesian", INCENTIVES),
    participation: chosen("participation", flags.participation ?? "interim", PARTICIPATION),
    money: chosen("money", flags.money ?? "none", MONEY),
  };
}

function together(list: string): Constraints {
  const asked = chosen("subject-to", list, Object.keys(CONSTRAINTS)).map((id) => CONSTRAINTS[id]);
  return {
    incentives: asked.flatMap(({ incentives = [] }) => incentives),
    participation: asked.flatMap(({ participation = [] }) => participation),
    money: asked.flatMap(({ money = [] }) => money),
    anonymous: asked.some(({ anonymous }) => anonymous),
    deterministic: asked.some(({ deterministic }) => deterministic),
  };
}

/** revenue, welfare, nothing, revenue+λ*welfare, or an expression. */
function objectiveOf(text: string, expressed: (text: string) => Objective): Objective {
  if (text === "revenue") return REVENUE;
  if (text === "welfare") return WELFARE;
  if (text === "nothing") return NOTHING;
  const mixed = /^revenue\s*\+\s*(?:([\d./]+)\s*\*?\s*)?welfare$/.exec(text);
  if (mixed === null) return expressed(text);
  return { revenue: REVENUE.revenue, welfare: number("maximize", mixed[1] ?? "1") };
}

function number(flag: string, text: string): Rational {
  return (
    parseRational(text) ?? fail("not-rational", `--${flag}`, `"${text}" is not a number such as 1/10 or 0.1.`)
  );
}

/** Words separated by commas; "none" for nothing. */
function chosen<T extends string>(flag: string, text: string, known: readonly T[]): T[] {
  if (text === "none") return [];
  return text.split(",").map((word) => {
    const name = word.trim();
    const found = known.find((option) => option === name);
    const near = nearest(name, known);
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    return (
      found ??
      fail(
        "invalid-value",
        `--${flag}`,
        `"${name}" is not known; choose among ${known.join(", ")}, or none.${hint}`,
      )
    );
  });
}

/** A number of seconds. Errors: `invalid-value`. */
export function secondsOf(text: string): number {
  const seconds = Number(text);
  return seconds > 0
    ? seconds
    : fail("invalid-value", "--time-limit", `"${text}" is no positive number of seconds.`);
}
