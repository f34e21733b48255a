// ε* of posterior payments in large populations: size, time, what windows leave out, rounding.
// Usage: node bench/populations/run.mjs [instance number]; build packages/core first. One process an instance, so every time is that of a first call.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { printWide, wideLog10 } from "@candor/core/numeric";
import { incentiveGain, proportional, studyPopulation, worstComposition } from "@candor/core/population";
import { INSTANCES } from "./instances.mjs";

const RUNS = [
  ["2 signals, 2 states", 1_000_000, "ε*"],
  ["2 signals, 2 states", 1_000_000_000, "ε*"],
  ["3 signals, 3 states", 10_000, "ε*"],
  ["3 signals, 3 states", 1_000_000, "ε*"],
  ["4 signals, 3 states", 1_000, "ε*"],
  ["2 signals, 2 states", 2_000, "table"],
  ["3 signals, 3 states", 300, "table"],
  ["2 signals, 2 states", 10_000, "worst"],
];

const chosen = process.argv[2];
if (chosen === undefined) {
  console.log(
    "| instance | players | question | ε* | rounding, share of ε* | left out, share of ε* | counts | s | MB |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  const own = fileURLToPath(import.meta.url);
  for (const k of RUNS.keys())
    process.stdout.write(execFileSync(process.execPath, [own, `${k}`], { encoding: "utf8" }));
} else {
  const [name, players, question] = RUNS[Number(chosen)];
  const population = INSTANCES[name];
  const rule = proportional(population);
  const start = performance.now();
  const study = studyPopulation(population);
  let answer;
  let counts = 0;
  if (question === "table")
    for (let n = 1; n <= players; n++) {
      answer = incentiveGain(study, n, rule(n));
      counts += answer.cells;
    }
  else if (question === "worst") answer = worstComposition(study, players).answer;
  else answer = incentiveGain(study, players, rule(players));
  const seconds = (performance.now() - start) / 1000;
  const rounding = 10 ** (wideLog10(answer.errorBound) - wideLog10(answer.epsilon));
  const range = question === "table" ? `1…${players}` : `${players}`;
  console.log(
    `| ${name} | ${range} | ${question} | ${printWide(answer.epsilon)} | ${rounding.toExponential(1)} | ${answer.omittedShare.toExponential(1)} | ${counts || answer.cells} | ${seconds.toPrecision(2)} | ${Math.round(process.resourceUsage().maxRSS / 1024)} |`,
  );
}
