import type jsep from "jsep";
import type { Arithmetic } from "../../numeric/arithmetic.js";
import { parseRational } from "../../numeric/rational.js";
import { nearest } from "../nearest.js";
import { FUNCTIONS } from "./functions.js";
import { applyBinary, resultKind } from "./operators.js";
import { parseExpression, shortened } from "./parse-expression.js";
import { printNode } from "./print-node.js";
import {
  type Binding,
  type Compiled,
  type Dependence,
  type ExpressionContext,
  fromBinding,
  type Kind,
  type Refuse,
} from "./scope.js";

/** Longest chain of nested operations, and most operations, once definitions are put in. */
const DEEPEST = 1000;
const MOST_NODES = 20_000;

/** What has been compiled so far, definitions included. */
interface Budget {
  nodes: number;
  depth: number;
}

/**
 * Compiles an expression against the names in scope. Nothing else is reachable: no property of any object, no assignment, no
 * call but to the functions listed in {@link FUNCTIONS}. Throws a CandorError with code `expression` naming the path and the
 * nearest known name.
 */
export function compileExpression<N, C>(
  text: string,
  context: ExpressionContext<N, C>,
  want?: Kind,
): Compiled<C> {
  const compiled = compileText(text, context, [], { nodes: 0, depth: 0 });
  if (want !== undefined && compiled.kind !== want)
    context.refuse("expression", `"${shortened(text)}" is a ${compiled.kind}, but a ${want} is needed here.`);
  return compiled.kind === "number" && context.arithmetic.kind === "float"
    ? finite(compiled, text, context)
    : compiled;
}

/** Sums and products of doubles can overflow; no infinity leaves an expression. */
function finite<N, C>(compiled: Compiled<C>, text: string, { refuse }: ExpressionContext<N, C>): Compiled<C> {
  const evaluate = (context: C) => {
    const value = compiled.evaluate(context);
    return Number.isFinite(value)
      ? value
      : refuse("not-finite", `"${shortened(text)}" gives ${value} here; every value must be finite.`);
  };
  return { ...compiled, evaluate };
}

function compileText<N, C>(
  text: string,
  context: ExpressionContext<N, C>,
  inside: readonly string[],
  budget: Budget,
): Compiled<C> {
  return new Compiler(text, context, inside, budget).compile(parseExpression(text, context.refuse));
}

class Compiler<N, C> {
  private readonly F: Arithmetic<N>;
  private readonly text: string;
  private readonly context: ExpressionContext<N, C>;
  private readonly inside: readonly string[];
  private readonly budget: Budget;
  /** Refuses while the expression is evaluated. */
  private readonly refuseHere: Refuse;

  constructor(text: string, context: ExpressionContext<N, C>, inside: readonly string[], budget: Budget) {
    this.text = text;
    this.context = context;
    this.inside = inside;
    this.F = context.arithmetic;
    this.budget = budget;
    this.refuseHere = (code, message) => context.refuse(code, `"${shortened(text)}": ${message}`);
  }

  compile(node: jsep.Expression): Compiled<C> {
    const { budget } = this;
    budget.nodes += 1;
    budget.depth += 1;
    if (budget.nodes > MOST_NODES || budget.depth > DEEPEST)
      this.refuse(
        `is too ${budget.nodes > MOST_NODES ? "long" : "deep"} once its definitions are put in; use a table instead`,
      );
    const compiled = this.compileNode(node);
    budget.depth -= 1;
    return compiled;
  }

  private compileNode(node: jsep.Expression): Compiled<C> {
    switch (node.type) {
      case "Literal":
        return this.literal(node as jsep.Literal);
      case "Identifier":
        return this.identifier(node as jsep.Identifier);
      case "MemberExpression":
        return this.member(node as jsep.MemberExpression);
      case "UnaryExpression":
        return this.unary(node as jsep.UnaryExpression);
      case "BinaryExpression":
        return this.binary(node as jsep.BinaryExpression);
      case "ConditionalExpression":
        return this.conditional(node as jsep.ConditionalExpression);
      case "CallExpression":
        return this.call(node as jsep.CallExpression);
      default:
        return this.refuse("uses syntax that expressions do not have");
    }
  }

  private refuse(reason: string): never {
    return this.context.refuse(
      "expression",
      `"${shortened(this.text)}" ${reason.replace(/\?$/, "")}${reason.endsWith("?") ? "?" : "."}`,
    );
  }

  private constant(kind: Kind, value: unknown): Compiled<C> {
    return { kind, uses: new Set(), evaluate: () => value };
  }

  private literal(node: jsep.Literal): Compiled<C> {
    if (typeof node.value === "string") return this.constant("text", node.value);
    if (typeof node.value === "boolean") return this.constant("boolean", node.value);
    const value = parseRational(node.raw);
    if (value === undefined) this.refuse(`contains ${node.raw}, which is not a number`);
    const number = this.F.from(value!);
    if (!Number.isFinite(this.F.toNumber(number))) this.refuse(`contains ${node.raw}, which is too large`);
    return this.constant("number", number);
  }

  private identifier(node: jsep.Identifier): Compiled<C> {
    const binding = this.context.scope.get(node.name);
    if (binding) return fromBinding(binding);
    const definition = this.context.definitions?.get(node.name);
    if (definition === undefined)
      return this.unknown(node.name, [
        ...this.context.scope.keys(),
        ...(this.context.definitions?.keys() ?? []),
      ]);
    if (this.inside.includes(node.name))
      this.refuse(`is circular: ${[...this.inside, node.name].join(" → ")}`);
    return compileText(definition, this.context, [...this.inside, node.name], this.budget);
  }

  private unknown(name: string, known: readonly string[]): never {
    const close = nearest(name, known);
    const listed = `${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : ""}`;
    const hint = close === undefined ? `known names: ${listed}` : `did you mean ${close}?`;
    return this.refuse(`uses ${name}, which is not defined; ${hint}`);
  }

  private member(node: jsep.MemberExpression): Compiled<C> {
    const owner = this.owner(node.object);
    if (!owner.members) this.refuse(`asks for a part of ${printNode(node.object)}, which has none`);
    const members = owner.members!;
    if (node.computed && node.property.type !== "Literal") return this.lookup(node, members);
    const name = node.computed
      ? String((node.property as jsep.Literal).value)
      : (node.property as jsep.Identifier).name;
    const binding = members.get(name);
    return binding
      ? fromBinding(binding)
      : this.unknown(
          `${printNode(node.object)}.${name}`,
          [...members.keys()].map((key) => `${printNode(node.object)}.${key}`),
        );
  }

  /** own[item]: the member is chosen by a text known only in the situation. */
  private lookup(node: jsep.MemberExpression, members: ReadonlyMap<string, Binding<C>>): Compiled<C> {
    const key = this.compile(node.property);
    // Every type has a label besides its fields; as a text it would keep numeric fields from being looked up.
    const parts = new Map([...members].filter(([name]) => name !== "label"));
    const [first] = parts.values();
    if (key.kind !== "text") this.refuse("has brackets around something that is not a text");
    if (parts.size === 0) this.refuse(`asks for a part of ${printNode(node.object)}, which has no fields`);
    if (first === undefined || [...parts.values()].some((member) => member.kind !== first.kind))
      this.refuse(`chooses among the parts of ${printNode(node.object)}, which are of different kinds`);
    return {
      kind: first!.kind,
      uses: union(key.uses, ...[...parts.values()].map((member) => member.uses)),
      evaluate: (context) => {
        const name = key.evaluate(context) as string;
        const binding = parts.get(name);
        return binding
          ? binding.get(context)
          : this.unknown(`${printNode(node.object)}.${name}`, [...parts.keys()]);
      },
    };
  }

  private owner(node: jsep.Expression): Binding<C> {
    if (node.type === "Identifier") {
      const name = (node as jsep.Identifier).name;
      const binding = this.context.scope.get(name);
      return binding ?? this.unknown(name, [...this.context.scope.keys()]);
    }
    if (node.type === "MemberExpression") {
      const { object, property, computed } = node as jsep.MemberExpression;
      const name = computed ? String((property as jsep.Literal).value) : (property as jsep.Identifier).name;
      const binding = this.owner(object).members?.get(name);
      return binding ?? this.unknown(printNode(node), []);
    }
    return this.refuse("asks for a part of something that is not a name");
  }

  private unary(node: jsep.UnaryExpression): Compiled<C> {
    const argument = this.compile(node.argument);
    const kind = node.operator === "!" ? "boolean" : "number";
    if (argument.kind !== kind) this.refuse(`applies ${node.operator} to a ${argument.kind}`);
    const { F } = this;
    const apply: Record<string, (x: unknown) => unknown> = {
      "-": (x) => F.negate(x as N),
      "+": (x) => x,
      "!": (x) => !x,
    };
    const operation =
      apply[node.operator] ?? this.refuse(`uses ${node.operator}, which expressions do not have`);
    return { kind, uses: argument.uses, evaluate: (context) => operation(argument.evaluate(context)) };
  }

  private binary(node: jsep.BinaryExpression): Compiled<C> {
    const left = this.compile(node.left);
    const right = this.compile(node.right);
    const kind = resultKind(node.operator, left.kind, right.kind);
    if (kind === undefined) this.refuse(`puts ${node.operator} between a ${left.kind} and a ${right.kind}`);
    this.checkText(node.left, right);
    this.checkText(node.right, left);
    const operation = applyBinary(this.F, node.operator, left.kind, this.refuseHere);
    return {
      kind: kind!,
      uses: union(left.uses, right.uses),
      evaluate: (context) => operation(left.evaluate(context), () => right.evaluate(context)),
    };
  }

  /** A comparison with a text that a name can never be is a slip of the pen. */
  private checkText(node: jsep.Expression, { texts }: Compiled<C>): void {
    const text = node.type === "Literal" ? String((node as jsep.Literal).value) : undefined;
    if (text === undefined || texts === undefined || texts.has(text)) return;
    const close = nearest(text, [...texts]);
    const hint =
      close === undefined ? `there are ${[...texts].slice(0, 20).join(", ")}` : `did you mean ${close}?`;
    this.refuse(`compares with "${text}", which it can never be; ${hint}`);
  }

  private conditional(node: jsep.ConditionalExpression): Compiled<C> {
    const test = this.compile(node.test);
    const yes = this.compile(node.consequent);
    const no = this.compile(node.alternate);
    if (test.kind !== "boolean") this.refuse("has a condition that is neither true nor false");
    if (yes.kind !== no.kind)
      this.refuse(`gives a ${yes.kind} on one side of ":" and a ${no.kind} on the other`);
    return {
      kind: yes.kind,
      uses: union(test.uses, yes.uses, no.uses),
      evaluate: (context) => (test.evaluate(context) ? yes : no).evaluate(context),
    };
  }

  private call(node: jsep.CallExpression): Compiled<C> {
    const name = printNode(node.callee);
    const definition = Object.hasOwn(FUNCTIONS, name)
      ? FUNCTIONS[name]
      : this.unknown(
          `${name}()`,
          Object.keys(FUNCTIONS).map((key) => `${key}()`),
        );
    const parts = node.arguments.map((argument) => this.compile(argument));
    const problem = definition.accepts(parts.map((part) => part.kind));
    if (problem !== undefined) this.refuse(`calls ${name} wrongly: ${problem}`);
    const { F } = this;
    return {
      kind: "number",
      uses: union(...parts.map((part) => part.uses)),
      evaluate: (context) =>
        definition.apply(
          F,
          parts.map((part) => part.evaluate(context)),
          this.refuseHere,
        ),
    };
  }
}

function union(...sets: readonly Iterable<Dependence>[]): Set<Dependence> {
  return new Set(sets.flatMap((set) => [...set]));
}
