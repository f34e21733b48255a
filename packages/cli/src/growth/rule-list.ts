import { nearest, type ParsedModel, parseSource, printRaw, type Raw } from "@candor/core/io";
import { RULES, type Rule } from "@candor/core/mechanisms";
import { CandorError, fail } from "@candor/core/numeric";

/** A mechanism section of a model file and what to call it. */
export interface ListedRule {
  readonly label: string;
  readonly section: { readonly [key: string]: Raw };
}

const OPTION = "--rules";

/**
 * The rules asked for: "pivot,majority(quota=2/3),posted-price(price=1/2)", where an option reads as in a model file (maps
 * and lists in YAML: `vcg(basis={Ann: high})`) and `file` is the mechanism of the file; without a list that one alone.
 * Errors: `no-mechanism`, `unknown-rule`, `unknown-option`, `missing-option`, `syntax`.
 */
export function ruleList(list: string | undefined, model: ParsedModel): ListedRule[] {
  if (list === undefined) return [ruleOfFile(model)];
  const parts = splitOutside(list, ",");
  if (parts.length === 0) fail("syntax", OPTION, "Name at least one rule, e.g. --rules pivot,agv.");
  return parts.map((text) => (text === "file" ? ruleOfFile(model) : readRule(text)));
}

function ruleOfFile({ file }: ParsedModel): ListedRule {
  const section = file.mechanism as ListedRule["section"] | undefined;
  if (section === undefined)
    return fail("no-mechanism", OPTION, "The model states no mechanism. Name rules, e.g. --rules pivot,agv.");
  const { rule, ...options } = section;
  if (typeof rule !== "string") return { label: "mechanism of the file", section };
  const texts = Object.entries(options).map(([name, raw]) => `${name}=${onOneLine(raw)}`);
  return { label: texts.length === 0 ? rule : `${rule}(${texts.join(", ")})`, section };
}

function onOneLine(raw: Raw): string {
  return typeof raw === "string" ? raw : printRaw(raw).trim().replace(/\s+/g, " ");
}

function readRule(text: string): ListedRule {
  const match = /^([a-z-]+)(?:\((.*)\))?$/s.exec(text);
  if (match === null)
    return fail("syntax", OPTION, `"${text}" is no rule; write pivot or majority(quota=2/3).`);
  const rule = RULES.find(({ id }) => id === match[1]) ?? unknownRule(match[1]);
  const options = splitOutside(match[2] ?? "", ",").map((part) => readOption(rule, part));
  for (const { name, required, description } of rule.options)
    if (required && !options.some(([given]) => given === name))
      fail("missing-option", OPTION, `${rule.id} needs ${name}, ${description}: ${rule.id}(${name}=…).`);
  return { label: text, section: { rule: rule.id, ...Object.fromEntries(options) } };
}

function unknownRule(id: string): never {
  const ids = RULES.map((rule) => rule.id);
  const close = nearest(id, ids);
  return fail(
    "unknown-rule",
    OPTION,
    `There is no rule "${id}"; ${close ? `did you mean ${close}?` : `rules: ${ids.join(", ")}.`}`,
  );
}

function readOption(rule: Rule, part: string): [string, Raw] {
  const at = part.indexOf("=");
  const name = part.slice(0, at).trim();
  const known = rule.options.map((option) => option.name);
  if (at < 0 || !known.includes(name))
    fail(
      "unknown-option",
      OPTION,
      `"${part}" is not an option of ${rule.id}; ${known.length > 0 ? `write one of ${known.map((each) => `${each}=…`).join(", ")}.` : "it has none."}`,
    );
  return [name, readRaw(part.slice(at + 1).trim(), part)];
}

/** Maps and lists as YAML, everything else as the text itself: an expression may hold colons. */
function readRaw(text: string, part: string): Raw {
  if (!/^[[{]/.test(text)) return text;
  try {
    return parseSource(text).data;
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    return fail("syntax", OPTION, `${part}: ${error.problems[0].message}`);
  }
}

/** The parts of a list between separators that stand in no bracket, without blanks around them. */
function splitOutside(text: string, separator: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const sign of text) {
    if ("([{".includes(sign)) depth++;
    if (")]}".includes(sign)) depth--;
    if (sign === separator && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  if (depth !== 0) fail("syntax", OPTION, `The brackets of "${text}" do not match.`);
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
