/** The policy's part on inspections by which a round runs: of the policy version it was opened with. */
import type { InspectionPolicy } from "../plan/inspection-policy.js";
import { policyOf, type RuleSet } from "../plan/rule-set.js";
import type { RoundState } from "./round-types.js";

export function inspectionPolicy(
  { stream, policy }: Pick<RoundState, "stream" | "policy">,
  ruleSet: RuleSet,
): InspectionPolicy {
  const { inspections } = policyOf(ruleSet, policy);
  if (!inspections) throw new Error(`policy version ${policy}, by which ${stream} runs, says nothing of inspections`);
  return inspections;
}
