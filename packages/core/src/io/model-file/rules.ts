import { RULES } from "../../mechanisms/registry.js";
import type { Rule, RuleOption, RuleOptions } from "../../mechanisms/rule.js";
import type { Mechanism } from "../../model/mechanism.js";
import { compileExpression } from "../expression/compile.js";
import { nearest } from "../nearest.js";
import type { BuiltModel } from "./environment.js";
import { alternativeIndex } from "./formulas.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import { messageScope } from "./scopes.js";
import type { Raw } from "./source.js";
import { entryFor, namesOf, reportUnknownAgents } from "./values.js";

const PATH: Path = ["mechanism"];

type Section = { readonly [key: string]: Raw };
type OptionValue<N> = RuleOptions<N>[string];

/** A named rule with its options. */
export function buildRule<N>(reader: Reader, section: Section, built: BuiltModel<N>): Mechanism<N> {
  const rule = findRule(reader, reader.text(section.rule, [...PATH, "rule"]));
  const options: Record<string, OptionValue<N>> = {};
  const known = rule.options.map((option) => option.name);
  for (const key of Object.keys(section)) {
    if (key === "rule" || known.includes(key)) continue;
    const close = nearest(key, known);
    const repair = close
      ? `did you mean ${close}?`
      : known.length > 0
        ? `its options: ${known.join(", ")}.`
        : "it has none.";
    reader.report("unknown-key", [...PATH, key], `"${key}" is not an option of ${rule.id}; ${repair}`);
  }
  for (const option of rule.options) {
    const raw = section[option.name];
    const path: Path = [...PATH, option.name];
    if (raw === undefined) {
      if (option.required)
        reader.report("missing-key", path, `${rule.id} needs ${option.name}: ${option.description}.`);
      continue;
    }
    const value = reader.part(path, () => readOption(reader, option, raw, built, path));
    if (value !== undefined) options[option.name] = value;
  }
  reader.finish();
  const refusal = rule.refuses(built.environment);
  if (refusal !== undefined) reader.report("rule-refuses", [...PATH, "rule"], refusal);
  reader.finish();
  return rule.build(built.environment, options);
}

/** Other names of rules in the literature. */
const ALIASES: Readonly<Record<string, string>> = {
  vickrey: "second-price",
  clarke: "pivot",
  "expected-externality": "agv",
  "sigma-star": "posterior-payment",
};

function findRule(reader: Reader, id: string): Rule {
  const rule = RULES.find((each) => each.id === id);
  if (rule) return rule;
  const ids = RULES.map((each) => each.id);
  const close = ALIASES[id.toLowerCase()] ?? nearest(id, ids);
  return reader.refuse(
    "unknown-rule",
    [...PATH, "rule"],
    `There is no rule "${id}"; ${close ? `did you mean ${close}?` : `rules: ${ids.join(", ")}.`}`,
  );
}

function readOption<N>(
  reader: Reader,
  option: RuleOption,
  raw: Raw,
  built: BuiltModel<N>,
  path: Path,
): OptionValue<N> {
  const { vocabulary, environment } = built;
  const F = environment.arithmetic;
  switch (option.kind) {
    case "choice":
      if (typeof raw !== "string" || (option.choices && !option.choices.includes(raw)))
        reader.refuse(
          "invalid-value",
          path,
          `This must be ${option.choices?.join(" or ") ?? "a name"}, not ${JSON.stringify(raw)}.`,
        );
      return raw as string;
    case "number":
      return F.from(reader.number(raw, path));
    case "agent": {
      const name = reader.text(raw, path);
      const k = environment.agents.findIndex((agent) => agent.name === name);
      return k >= 0 ? k : reader.refuse("unknown-name", path, `There is no agent "${name}".`);
    }
    case "alternative":
      return alternativeIndex(reader, built, reader.text(raw, path), path);
    default:
      reportUnknownAgents(reader, raw, vocabulary, path);
      return byAgent(reader, option, raw, built, path);
  }
}

/** One value per agent, from one for all or a map by name. */
function byAgent<N>(
  reader: Reader,
  option: RuleOption,
  raw: Raw,
  built: BuiltModel<N>,
  path: Path,
): OptionValue<N> {
  const { vocabulary, environment, definitions } = built;
  const F = environment.arithmetic;
  const entries = environment.agents.map(({ name }, agent) => {
    const entry = entryFor(raw, namesOf(vocabulary, agent));
    if (entry === undefined) return reader.refuse("missing-key", path, `There is no entry for ${name}.`);
    return { text: entry.raw, at: entry.key === undefined ? path : [...path, entry.key] };
  });
  if (option.kind === "number-by-agent")
    return entries.map(({ text, at }) => F.from(reader.number(text, at)));
  if (option.kind === "type-by-agent")
    return entries.map(({ text, at }, agent) => {
      const { name, types } = environment.agents[agent];
      const label = reader.text(text, at);
      const k = types.findIndex((type) => type.label === label);
      return k >= 0 ? k : reader.refuse("unknown-name", at, `"${label}" is not a type of ${name}.`);
    });
  const compiled = entries.map(({ text, at }, agent) => {
    const scope = new Map(
      messageScope(
        vocabulary,
        environment.agents.map((each) => each.types),
        agent,
      ),
    );
    for (const name of [
      "alternative",
      ...environment.alternatives.flatMap((each) => [...each.personal.keys()]),
    ])
      scope.delete(name);
    const expression = compileExpression(
      reader.text(text, at),
      { arithmetic: F, scope, definitions, refuse: reader.refusal(at) },
      "number",
    );
    if (expression.uses.has("own"))
      reader.refuse(
        "expression",
        at,
        `"${text}" depends on the agent's own report; it may use the others' only (others, reports.Name of another agent).`,
      );
    return expression;
  });
  return (agent: number, profile: ArrayLike<number>) =>
    compiled[agent].evaluate({ agent, profile, alternative: 0, state: 0 }) as N;
}
