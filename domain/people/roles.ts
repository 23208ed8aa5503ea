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
