// A certified OpenID Provider for the tests: node provider.mjs PORT REDIRECT_URI SECRET PEOPLE
// PEOPLE: JSON of what it says of each, by their login. Its keys are made anew at each start.
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const [port, redirectUri, secret, people] = process.argv.slice(2);
const known = JSON.parse(people);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "desk", client_secret: secret, redirect_uris: [redirectUri] }],
  claims: { openid: ["sub"], groups: ["groups", "team"] },
  scopes: ["openid", "groups"],
  findAccount: async (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...known[id] }) }),
  jwks: { keys: [key] },
  cookies: { keys: ["for the tests"] },
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listens"));
