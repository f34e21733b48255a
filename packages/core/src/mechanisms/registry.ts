import { agv } from "./agv.js";
import { balanced } from "./balanced.js";
import { constant } from "./constant.js";
import { dictator } from "./dictator.js";
import { firstPrice } from "./first-price.js";
import { groves } from "./groves.js";
import { majority } from "./majority.js";
import { median } from "./median.js";
import { pivot } from "./pivot.js";
import { postedPrice } from "./posted-price.js";
import { postedTrade } from "./posted-trade.js";
import { posteriorPayment } from "./posterior-payment.js";
import { randomDictator } from "./random-dictator.js";
import type { Rule } from "./rule.js";
import { secondPrice } from "./second-price.js";
import { vcg } from "./vcg.js";

/** Every rule that a model file can name, in the order in which people read them. */
export const RULES: readonly Rule[] = [
  pivot,
  vcg,
  groves,
  agv,
  balanced,
  posteriorPayment,
  firstPrice,
  secondPrice,
  postedPrice,
  postedTrade,
  majority,
  median,
  dictator,
  randomDictator,
  constant,
];
