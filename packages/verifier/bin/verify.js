#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { verifyText } from "../dist/verify.js";

const [file, ...more] = process.argv.slice(2);
if (file === undefined || more.length > 0) {
  console.error("usage: verify FILE.json");
  process.exitCode = 2;
} else {
  try {
    const { status, message } = verifyText(readFileSync(file, "utf8"));
    console.log(message);
    process.exitCode = { accepted: 0, rejected: 1, unreadable: 2 }[status];
  } catch (error) {
    console.error(`unreadable: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  }
}
