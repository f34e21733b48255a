// One process, one instance: the model is read, then designed again and again; prints times, value and peak memory as JSON.
import { readFileSync } from "node:fs";
import { certificate, designMechanism, WELFARE } from "../../packages/core/dist/design/index.js";
import { buildEnvironment, parseModel } from "../../packages/core/dist/io/index.js";
import { highsSolver } from "../../packages/core/dist/lp/index.js";
import { exact, toDouble } from "../../packages/core/dist/numeric/index.js";
import { verifyText } from "../../packages/verifier/dist/verify.js";

const [, , path, repeats] = process.argv;
const { environment } = buildEnvironment(parseModel(readFileSync(path, "utf8")), exact);
const question = { objective: WELFARE, incentives: ["bayesian"], participation: ["interim"], money: [] };
const solver = highsSolver();
const times = [];
let found;
for (let k = 0; k < Number(repeats); k++) {
  const started = performance.now();
  found = await designMechanism(environment, question, { solver });
  times.push((performance.now() - started) / 1000);
}
const started = performance.now();
const verdict = verifyText(JSON.stringify(certificate(found))).message;
console.log(
  JSON.stringify({
    value: toDouble(found.lower),
    first: times[0],
    median: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)],
    verified: verdict.slice(0, 17),
    verify: (performance.now() - started) / 1000,
    form: found.formulation.payments,
    memory: process.resourceUsage().maxRSS / 1024,
  }),
);
