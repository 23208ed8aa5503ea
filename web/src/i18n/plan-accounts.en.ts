/** Accounts and posts. */
import type { planAccounts as zh } from "./plan-accounts.zh.js";

export const planAccounts: typeof zh = {
  planAccounts: {
    lead: "People of the roster, the posts they hold and since when, vacant posts, and accounts. People and posts change with the plan's documents; accounts are made, disabled and given another password by the administrator on the server.",
    people: "People",
    search: "Search names, posts, accounts",
    state: "Account",
    states: {
      none: "no account",
      active: "in use",
      oneTimePassword: "first password to be changed",
      singleSignOn: "single sign-on",
      sample: "sample of a rehearsal",
      disabled: "disabled",
    },
    person: "Name",
    posts: "Posts held",
    account: "Account",
    noPost: "holds no post",
    fromStart: "from the roster's beginning",
    since: "since {{date}}",
    vacant: "Vacant posts",
    vacantSince: "vacant since {{date}}",
    secondFactor: "two factors",
    handOver: "A post is handed over, and what it has in hand signed for anew, under",
    commands: "How accounts are changed",
    commandsHint:
      "The office makes, disables and resets no accounts here: it could sign in as others. The administrator runs on the server:",
    nameHere: "ACCOUNT",
    idHere: "PERSON",
    what: {
      create: "Make one (a one-time password for seven days is shown once)",
      person: "Say who of the roster it is",
      reset: "Another password",
      disable: "Disable",
      enable: "Enable again",
    },
  },
};
