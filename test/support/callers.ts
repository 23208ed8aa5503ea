/** Callers that the tests of routes ask as. */
import { type AccountSettings, SESSION_HOURS } from "../../api/accounts/config.js";
import { ROLES, type Role } from "../../domain/people/roles.js";
import type { Authenticate, Caller, CallerSession } from "../../api/rights/caller.js";

/** Somebody of an account, in no roster, to whom roles are granted. */
export function callerWith(roles: readonly Role[]): Caller {
  return {
    accountId: `test-${roles.join("-")}`,
    kind: "person",
    person: null,
    capacities: [],
    roles: new Set(roles),
    session: testSession(),
  };
}

/** A session that began just now, with two factors. */
export const testSession = (): CallerSession => ({
  id: "test",
  cameBy: "password",
  twoFactors: true,
  beganAt: new Date(),
});

/** Every request comes from this caller, in every plan. */
export function always(caller: Caller): Authenticate {
  const identity = { accountId: caller.accountId, kind: caller.kind, in: async () => caller };
  return async () => identity;
}

/** Sees and may do everything: for tests of what is answered, not of who may ask. */
export const asEverybody: Authenticate = always(callerWith(ROLES));

/** Settings of accounts for an API under test. */
export const accountSettings: AccountSettings = {
  secret: "a secret of the tests, long enough to sign with",
  publicUrl: "http://127.0.0.1",
  trustedProxies: 0,
  sessionSeconds: SESSION_HOURS * 3_600,
  // What one account may ask for is no matter where a test's one account asks for everything.
  quotas: {
    actsPerMinute: 1_000_000,
    itemsPerMinute: 100_000_000,
    uploadsPerHour: 1_000_000,
    secretsPerDay: 1_000,
    streams: 1_000,
  },
  oidc: null,
};
