// A real OpenID provider for the tests: `node oidc_provider.mjs <redirect uri>`; prints its port.
// Whoever signs in gives the claims as the name: {"email": …, "email_verified": …}.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [redirect] = process.argv.slice(2);
const server = createServer((request, response) => answer(request, response));
let answer = () => {};

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: "portal", client_secret: "geheim-geheim", redirect_uris: [redirect] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["nur fuer Tests"] },
    // The portal has to prove that it is the one who asked.
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: "Anna Huber", ...JSON.parse(id) }),
    }),
  });
  answer = provider.callback();
  console.log(port);
});
