import type { Environment } from "../model/environment.js";
import type { Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import type { Rule, RuleOption, RuleOptions } from "./rule.js";

export type Ties = "lowest-index" | "uniform";

/**
 * A rule whose `build` first checks that the rule applies and that the options are known, complete and of the stated choices.
 * Errors: `not-applicable`, `unknown-option`, `missing-option`, `invalid-option`.
 */
export function defineRule(rule: Rule): Rule {
  return {
    ...rule,
    build(environment, options) {
      const reason = rule.refuses(environment);
      if (reason !== undefined) fail("not-applicable", "mechanism.rule", `${rule.id}: ${reason}`);
      for (const name of Object.keys(options)) requireKnown(rule, name);
      for (const option of rule.options) requireFitting(environment, option, options[option.name]);
      return rule.build(environment, options);
    },
  };
}

function requireKnown(rule: Rule, name: string): void {
  if (rule.options.some((option) => option.name === name)) return;
  const known = rule.options.map((option) => option.name).join(", ") || "none";
  fail("unknown-option", path(name), `The rule ${rule.id} has no such option; it takes: ${known}.`);
}

function requireFitting<N>(environment: Environment<N>, option: RuleOption, value: unknown): void {
  if (value === undefined) {
    if (option.required)
      fail("missing-option", path(option.name), `This option is needed: ${option.description}.`);
    return;
  }
  if (option.choices !== undefined && !option.choices.includes(value as string))
    invalidOption(option.name, `Choose one of ${option.choices.join(", ")}.`, String(value));
  const limit = { alternative: environment.alternatives.length, agent: environment.agents.length };
  if (option.kind === "alternative" || option.kind === "agent")
    requireIndex(option.name, value as number, limit[option.kind]);
  if (option.kind === "number-by-agent" || option.kind === "type-by-agent") {
    const { length } = value as ArrayLike<unknown>;
    if (length !== limit.agent)
      invalidOption(
        option.name,
        `Give one entry for each of the ${limit.agent} agents.`,
        `${length} entries`,
      );
  }
  if (option.kind === "type-by-agent")
    environment.agents.forEach((agent, i) => {
      requireIndex(`${option.name}.${agent.name}`, (value as ArrayLike<number>)[i], agent.types.length);
    });
}

function requireIndex(name: string, index: number, limit: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= limit)
    invalidOption(name, `Give an index from 0 to ${limit - 1}.`, String(index));
}

function path(name: string): string {
  return `mechanism.${name}`;
}

/** Throws `invalid-option` at `mechanism.<name>`. */
export function invalidOption(name: string, message: string, received: string): never {
  fail("invalid-option", path(name), `${message} Received ${received}.`, { received });
}

/** How ties are broken; the alternative listed first by default. */
export function tiesOf<N>(options: RuleOptions<N>): Ties {
  return (options.ties as Ties | undefined) ?? "lowest-index";
}

export function numberOption<N>(options: RuleOptions<N>, name: string): N | undefined {
  return options[name] as N | undefined;
}

/** An alternative or an agent. */
export function indexOption<N>(options: RuleOptions<N>, name: string): number | undefined {
  return options[name] as number | undefined;
}

export function numbersByAgent<N>(options: RuleOptions<N>, name: string): Table<N> {
  return options[name] as Table<N>;
}

export function typesByAgent<N>(options: RuleOptions<N>, name: string): readonly number[] | undefined {
  return options[name] as readonly number[] | undefined;
}

export function functionOfOthers<N>(
  options: RuleOptions<N>,
  name: string,
): (agent: number, reports: ArrayLike<number>) => N {
  return options[name] as (agent: number, reports: ArrayLike<number>) => N;
}
