/** The roles in which people act, as the glossary names them: `auditor` is granted to an account, all others follow from posts. */
export const ROLES = [
  "unitClerk",
  "unitHead",
  "township",
  "helpingUnit",
  "verifier",
  "departmentHead",
  "countyLeader",
  "liaison",
  "office",
  "supervisionOffice",
  "leadingGroup",
  "auditor",
] as const;

export type Role = (typeof ROLES)[number];

/** Whom a rehearsal can be tried as: each role, and an inspector (检查人员), whom a round's groups make one and no post. */
export const SAMPLE_KINDS = [...ROLES, "inspector"] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];
