/** A real OpenID Connect provider on a port of its own, whose people sign in by a request instead of a page. */
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import Provider from "oidc-provider";

export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Goes through the provider's pages as this person; answers where it sends the browser then. */
  signIn(authorizationUrl: string, person: string): Promise<string>;
  close(): Promise<void>;
}

const subjectOf = (person: string): string => `subject-of-${person}`;
const nameOf = (subject: string): string => subject.slice(subjectOf("").length);

/**
 * `redirectUri`: where its one client may be sent back to. Each person's name is their `preferred_username`, unless `names` calls them
 * otherwise: it may change between sign-ins. `amr`: how they signed in, in the ID token.
 */
export async function startProvider(
  redirectUri: string,
  names: ReadonlyMap<string, string> = new Map(),
  amr: readonly string[] = [],
): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["duban", "the provider's secret for duban, long enough"];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub", "amr"], profile: ["name", "preferred_username"], email: ["email"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: nameOf(id),
        preferred_username: names.get(nameOf(id)) ?? nameOf(id),
        email: `${nameOf(id)}@id.example`,
      }),
    }),
    cookies: { keys: ["a key of the test"] },
  });
  server.on("request", (req, res) => {
    const person = new URL(req.url ?? "/", issuer).searchParams.get("person");
    if (req.url?.startsWith("/interaction/") && person !== null) {
      void answer(person).catch((error: unknown) => res.writeHead(500).end(String(error)));
      return;
    }
    void provider.callback()(req, res);

    async function answer(who: string): Promise<void> {
      const { prompt, params, grantId } = await provider.interactionDetails(req, res);
      if (prompt.name === "login")
        return provider.interactionFinished(req, res, { login: { accountId: subjectOf(who), amr: [...amr] } });
      const known = grantId ? await provider.Grant.find(grantId) : undefined;
      const grant = known ?? new provider.Grant({ accountId: subjectOf(who), clientId: String(params["client_id"]) });
      grant.addOIDCScope("openid profile email");
      return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
    }
  });
  return {
    issuer,
    clientId,
    clientSecret,
    async signIn(authorizationUrl, person) {
      const cookies = new Map<string, string>();
      let at = authorizationUrl;
      for (let hops = 0; hops < 10; hops++) {
        if (at.startsWith(redirectUri)) return at;
        const asked = at.includes("/interaction/") ? `${at}?person=${person}` : at;
        const response = await fetch(asked, {
          redirect: "manual",
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
        });
        for (const cookie of response.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          cookies.set(name, value);
        }
        const location = response.headers.get("location");
        if (location === null) throw new Error(`${asked} answered ${response.status}: ${await response.text()}`);
        at = new URL(location, asked).toString();
      }
      throw new Error("the provider sends the browser in circles");
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
