import type { Mechanism } from "../model/mechanism.js";
import { max } from "../numeric/arithmetic.js";
import * as D from "./recheck-definitions.js";
import type { Witness } from "./verdict.js";

/** |difference| recomputed for payments and for alternatives without personal fields or with a swapped twin. */
export function recomputeSwap<N>(mechanism: Mechanism<N>, witness: Witness): N {
  const F = mechanism.environment.arithmetic;
  const { agents, alternatives } = mechanism.environment;
  const [i, j] = witness.cycle!.map((name) => agents.findIndex((agent) => agent.name === name));
  const place = (k: number) => (k === i ? j : k === j ? i : k);
  const sent = agents.map(({ name }, k) => mechanism.messages[k].indexOf(witness.othersReports![name]));
  const before = D.play(
    mechanism,
    sent.map((message) => D.sure(mechanism, message)),
  );
  const after = D.play(
    mechanism,
    sent.map((_, k) => D.sure(mechanism, sent[place(k)])),
  );
  const text = (x: unknown) => (typeof x === "object" ? Object.values(x as object).join("/") : String(x));
  const look = (a: number, role: (k: number) => number) => {
    const { personal, fields, number } = alternatives[a];
    const rows = [...personal].map(([name, list]) =>
      [name, ...list.map((_, k) => text(list[role(k)]))].join(),
    );
    return [...rows, ...[...fields].map(([name, entry]) => `${name}=${text(entry)}`), text(number)]
      .sort()
      .join(";");
  };
  const twin = (a: number) => {
    if (alternatives[a].personal.size === 0 || look(a, place) === look(a, (k) => k)) return a;
    return alternatives.findIndex(
      (_, b) => alternatives[b].personal.size > 0 && look(b, (k) => k) === look(a, place),
    );
  };
  const differences = [
    ...agents.map((_, k) => F.subtract(after.payments[place(k)], before.payments[k])),
    ...alternatives.map((_, a) => F.subtract(after.lottery[twin(a)] ?? F.zero, before.lottery[a])),
  ];
  return differences.map((x) => max(F, x, F.negate(x))).reduce((top, x) => max(F, top, x));
}
