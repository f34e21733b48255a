export { agv } from "./agv.js";
export { balanced } from "./balanced.js";
export { type BalancedDecision, balancedDecision } from "./balanced-decision.js";
export { constant } from "./constant.js";
export { dictator } from "./dictator.js";
export {
  type EfficientAllocation,
  type EfficientChoice,
  efficientAllocation,
  type Peak,
} from "./efficient-allocation.js";
export { firstPrice } from "./first-price.js";
export { groves } from "./groves.js";
export type { LeastUtility } from "./least-utilities.js";
export { majority } from "./majority.js";
export type { MaximalPayments } from "./maximal-payments.js";
export { median } from "./median.js";
export { defineRule, type Ties } from "./options.js";
export { pivot } from "./pivot.js";
export { postedPrice } from "./posted-price.js";
export { postedTrade } from "./posted-trade.js";
export { posteriorPayment } from "./posterior-payment.js";
export { randomDictator } from "./random-dictator.js";
export { RULES } from "./registry.js";
export { type OptionKind, type Rule, type RuleOption, type RuleOptions, TIES } from "./rule.js";
export { secondPrice } from "./second-price.js";
export { readSingleObject, type SingleObject } from "./single-object.js";
export { vcg } from "./vcg.js";
export { type WorstOff, worstOffTypes } from "./worst-off.js";
